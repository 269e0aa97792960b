"""A fuzz run can be repeated by its seed, tries something else each time, and says what breaks."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from random import Random

import pytest

from tests.fuzz import __main__ as fuzz
from tests.fuzz.run import BrokenPromiseError


def test_the_same_seed_draws_the_same_files_and_another_one_others() -> None:
    one, again, other = (fuzz.laid_out(fuzz.draw_batch(Random(seed), 10)) for seed in (1, 1, 2))
    assert one == again
    assert not set(one.items()) & set(other.items())


def test_nearly_every_drawn_file_is_another_one_than_its_fixture() -> None:
    batch = fuzz.draw_batch(Random(3), 40)
    files = fuzz.laid_out(batch).values()
    same = [file == fuzz.SEEDS[path][2] for file, (path, _) in zip(files, batch, strict=True)]
    assert sum(same) < len(same) / 10


def test_a_file_that_breaks_a_promise_is_kept_and_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = fuzz.draw_batch(Random(4), 3)
    _, bad, _ = fuzz.laid_out(batch)

    def outcomes(files: dict[str, bytes]) -> Counter[str]:
        if bad in files:
            raise BrokenPromiseError(bad, "no outcome")
        return Counter()

    monkeypatch.setattr(fuzz, "outcomes", outcomes)
    monkeypatch.setattr(fuzz, "KEPT", tmp_path)
    (said,) = fuzz.faults(batch)
    assert "no outcome" in said
    assert batch[1][0] in said
    assert [path.name for path in tmp_path.iterdir()] == [Path(bad).name]
    assert list(fuzz.faults([batch[0]])) == []
