"""Markdown to HTML that no script survives: CommonMark first, then a list of what may stay."""

import nh3
from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

_TAGS = {
    "p", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "strong", "em", "del", "code", "pre",
    "blockquote", "ul", "ol", "li", "a", "table", "thead", "tbody", "tr", "th", "td", "kbd",
    "details", "summary", "sub", "sup",
}  # fmt: skip
TASK = "task"
_BOXES = {"[ ] ": "\u2610 ", "[x] ": "\u2611 ", "[X] ": "\u2611 "}


def _image(
    self: RendererHTML, tokens: list[Token], at: int, options: OptionsDict, env: EnvType
) -> str:
    """Show an image's words: loading it would tell its server who reads which card."""
    alt = self.renderInlineAsText(tokens[at].children or [], options, env)
    return f"<em>[{escapeHtml(alt or 'picture')}]</em>"


def _boxes(state: StateCore) -> None:
    """Turn `[ ]` at the head of a list item into a box, and say that the item is a task."""
    for item, before, token in zip(state.tokens, state.tokens[1:], state.tokens[2:], strict=False):
        if token.type != "inline" or before.type != "paragraph_open" or not token.children:
            continue
        first = token.children[0]
        mark = _BOXES.get(first.content[:4])
        if first.type == "text" and mark and before.level >= 2:  # noqa: PLR2004 - list, item
            first.content = mark + first.content[4:]
            item.attrSet("class", TASK)


def _attribute(tag: str, name: str, value: str) -> str | None:
    """Keep a class only where it names the language of a piece of code, or a task."""
    if tag == "li" and name == "class":
        return value if value == TASK else None
    if tag == "code" and name == "class":
        language = value.removeprefix("language-")
        return value if value != language and language.isalnum() else None
    return value


_markdown = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
_markdown.add_render_rule("image", _image)
_markdown.core.ruler.push("boxes", _boxes)
_cleaner = nh3.Cleaner(
    tags=_TAGS,
    attributes={
        "a": {"href", "title"},
        "ol": {"start"},
        "code": {"class"},
        "li": {"class"},
    },
    attribute_filter=_attribute,
    url_schemes={"http", "https", "mailto"},
    url_relative="deny",
    link_rel="noopener noreferrer nofollow",
    strip_comments=True,
)


def html(body: str) -> str:
    """Return `body` (Markdown) as HTML that may stand in a page as it is."""
    return _cleaner.clean(_markdown.render(body))
