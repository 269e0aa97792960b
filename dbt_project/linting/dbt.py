"""What sqlfluff needs of dbt's cross-database macros: something of the same shape."""


def date_trunc(part: str, day: str) -> str:
    return f"date_trunc('{part}', {day})"


def dateadd(part: str, interval: str, day: str) -> str:
    return f"date_add({day}, {interval})"


def datediff(first: str, second: str, part: str) -> str:
    return f"datediff('{part}', {first}, {second})"


def last_day(day: str, part: str) -> str:
    return f"last_day({day})"


def type_string() -> str:
    return "string"


def split_part(text: str, separator: str, number: int) -> str:
    return f"split_part({text}, {separator}, {number})"
