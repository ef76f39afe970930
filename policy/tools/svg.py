"""A few shapes and texts as SVG. What is written into it is always escaped."""

from xml.sax.saxutils import escape, quoteattr

FONTS = "'Noto Sans SC','Noto Sans CJK SC','PingFang SC','Microsoft YaHei',sans-serif"


def element(name: str, content: str = "", /, **attributes: object) -> str:
    """`<name ...>content</name>`; `_` in an attribute's name stands for `-`."""
    told = "".join(
        f" {key.rstrip('_').replace('_', '-')}={quoteattr(_plain(value))}"
        for key, value in attributes.items()
    )
    return f"<{name}{told}>{content}</{name}>" if content else f"<{name}{told}/>"


def text(x: float, y: float, said: str, **attributes: object) -> str:
    """One line; `y` is its baseline."""
    return element("text", escape(said), x=x, y=y, **attributes)


def box(x: float, y: float, width: float, height: float, **attributes: object) -> str:
    """A rectangle with round corners."""
    given: dict[str, object] = {"rx": 8, **attributes}
    return element("rect", x=x, y=y, width=width, height=height, **given)


def curve(x1: float, y1: float, x2: float, y2: float) -> str:
    """An arrow that leaves and arrives level."""
    middle = (x1 + x2) / 2
    path = f"M{x1:g},{y1:g} C{middle:g},{y1:g} {middle:g},{y2:g} {x2:g},{y2:g}"
    return element("path", d=path, class_="edge")


def _plain(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
