"""What of the inbox is read together."""

import datetime as dt
import itertools

from hypothesis import given
from hypothesis import strategies as st

from majorprojects.ingest import cut_batches


@given(st.lists(st.integers(0, 900), max_size=40), st.integers(1, 600))
def test_batches_keep_every_day_once_in_order_and_within_the_limit(
    counts: list[int], limit: int
) -> None:
    files = {dt.date.fromordinal(738000 + i): n for i, n in enumerate(counts)}
    batches = cut_batches(files, limit)
    assert [day for batch in batches for day in batch] == [day for day, n in files.items() if n]
    for batch in batches:
        assert len(batch) == 1 or sum(files[day] for day in batch) <= limit
    for batch, following in itertools.pairwise(batches):
        assert sum(files[day] for day in batch) + files[following[0]] > limit
