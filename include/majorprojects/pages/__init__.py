"""Pages for people: HTML that needs nothing else, in one look; a page extends `base.html.jinja`."""

from majorprojects.pages.pages import page_template, shortened

__all__ = ["page_template", "shortened"]
