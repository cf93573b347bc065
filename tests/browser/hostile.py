"""Texts that have escaped from other pages: each must be shown as it is and run nothing."""

PAYLOADS = [
    "<img src=x onerror=window.pwned=1>", "<script>window.pwned=1</script>", "</script><script>window.pwned=1</script>", "<svg onload=window.pwned=1>",
    "<svg/onload=window.pwned=1//", "<body onload=window.pwned=1>", "<iframe src=javascript:window.pwned=1>", "<iframe srcdoc='<script>parent.pwned=1</script>'>",
    "<a href=javascript:window.pwned=1>x</a>", "javascript:window.pwned=1", "JaVaScRiPt:window.pwned=1", "java\tscript:window.pwned=1",
    "data:text/html,<script>window.pwned=1</script>", "vbscript:window.pwned=1", "${window.pwned=1}", "`${window.pwned=1}`", "#{window.pwned=1}", "{{window.pwned=1}}",
    "{%window.pwned=1%}", "<%=window.pwned=1%>", "';window.pwned=1;//", '";window.pwned=1;//', "\\';window.pwned=1;//", "\\\";window.pwned=1;//",
    "`;window.pwned=1;`", "'-window.pwned=1-'", '"-window.pwned=1-"', "</title><script>window.pwned=1</script>", "</textarea><script>window.pwned=1</script>",
    "</style><script>window.pwned=1</script>", "--><script>window.pwned=1</script>", "<!--<script>", "<!--<script></script>", "]]><script>window.pwned=1</script>",
    "<![CDATA[<script>window.pwned=1</script>]]>", "&lt;script&gt;window.pwned=1&lt;/script&gt;", "&#60;script&#62;", "&amp;&lt;&gt;&quot;", "\\u003cscript\\u003e",
    "\\x3cscript\\x3e", "%3Cscript%3E", "<details open ontoggle=window.pwned=1>", "<video><source onerror=window.pwned=1>", "<audio src=x onerror=window.pwned=1>",
    "<input autofocus onfocus=window.pwned=1>", "<select autofocus onfocus=window.pwned=1>", "<marquee onstart=window.pwned=1>", "<object data=javascript:window.pwned=1>",
    "<embed src=javascript:window.pwned=1>", "<form action=javascript:window.pwned=1><button>", "<button onclick=window.pwned=1>x", "<math><mi xlink:href=javascript:window.pwned=1>",
    "<link rel=stylesheet href=//example.org/x.css>", "<style>@import '//example.org/x.css'</style>", "<base href=//example.org/>", "<meta http-equiv=refresh content='0;url=//example.org'>",
    "<table background=//example.org/x.png>", "<div style=background:url(//example.org/x.png)>", "<img src=//example.org/x.png>", "<template><script>window.pwned=1</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=window.pwned=1>'>", "<xss id=x tabindex=1 onfocus=window.pwned=1>", "<svg><script>window.pwned=1</script></svg>",
    "<svg><animate onbegin=window.pwned=1 attributeName=x>", "<svg><use href=data:image/svg+xml,x>", "<scr<script>ipt>window.pwned=1</scr</script>ipt>", "<<script>window.pwned=1//<</script>",
    "<ScRiPt>window.pwned=1</sCrIpT>", "<script/src=//example.org/x.js>", "<script\n>window.pwned=1</script\n>", "<img/src=x/onerror=window.pwned=1>", "<img src=x onerror\n=window.pwned=1>",
    "\" onmouseover=window.pwned=1 x=\"", "' onmouseover=window.pwned=1 x='", "x onmouseover=window.pwned=1", "=cmd|'/C calc'!A0", "+1+1", "-1+1", "@SUM(1)", "\t=1+1", "\r=1+1",
    "=HYPERLINK(\"http://example.org\",\"x\")", "a,b\"c\"\nd", "__proto__", "constructor", "toString", "hasOwnProperty", "null", "undefined", "NaN", "true", "0", "[object Object]",
    "\u202eevil\u202c", "\u2066x\u2069", "\u200f\u0642\u0635\u0641 \u062d\u0644\u0628", "\u0628\u0627\u0628 <b>\u0627\u0644\u0647\u0648\u0649</b>", "\u2028\u2029", "a\u0000b", "\ufeffbom", "\U0001f4a5\U0001f1f8\U0001f1fe",
    "e\u0301\u0327" * 30, "x" * 5000, "../../etc/passwd", "file:///etc/passwd", "\\\\server\\share", "http://example.org/\"><script>window.pwned=1</script>", "https://example.org/?a=1&b=<x>",
    "<b>bold</b>", "a < b > c & d", "", " ", "\n", "%s %d {0}", "$&$1$$", "\\n\\t\\0",
]  # fmt: skip
"""More than a hundred."""
