"""The package's own errors: each message is one sentence with the next step in it."""


class MajorProjectsError(Exception):
    """Something that a person has to act on; the CLI prints it in one line and exits with 1."""


class DataError(MajorProjectsError):
    """A fault of the data: running again without a change gives the same fault."""


class MachineError(MajorProjectsError):
    """A fault of the machine (disk, memory, lock): running again later may succeed."""
