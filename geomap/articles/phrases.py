"""The words of the apparatus around articles: buttons, headings of lists, notices, appeals, lines of authors."""

import re

__all__ = ["APPEAL", "BYLINE", "LABEL_LINE", "LIST_HEADING", "VOCABULARY"]

# All but the line of authors are matched against lower case: it takes half the time of IGNORECASE.
_FLAGS = re.VERBOSE

VOCABULARY = re.compile(
    r"""
      note\ to\ readers:|click\ the\ share\ button|share\ buttons?\ (?:above|below)|crosspost\ on\ your
    | ^(?:disclaimer|copyright|©|all\ rights\ reserved|terms\ of\ (?:use|service)|privacy\ policy)\b
    | all\ rights\ reserved|copyrighted\ material|fair\ use["”]|permission\ (?:from|of)\ the\ copyright\ owner|©\s*(?:19|20)\d\d|copyright\ ©
    | responsib\w+\ (?:of|for)\ (?:the\ author|any\ inaccurate|the\ information\ and\ views)|does\ not\ necessarily\ (?:reflect|represent)
    | has\ not\ verified\ the\ content\ of\ this\ story|views\ expressed\ in\ this\ (?:article|section)\ are
    | \b(?:paypal|patreon)\b|donat(?:e|ions?)\b.{0,80}(?:today|now|here|help|support|tax)|\bsupport\ (?:the\ project|our\ (?:work|journalism|independent))
    | if\ you\ like\ our\ content|our\ work\ wouldn.t\ be\ possible|tax[- ]deductible|donation\ week
    | leave\ a\ (?:reply|comment)|want\ to\ join\ the\ discussion|required\ fields\ are\ marked|e-?mail\ address\ will\ not\ be\ published
    | comments?\ (?:are\ (?:closed|not\ edited)|that\ do\ not\ meet)|post\ a\ comment|write\ a\ comment|\bno\ comments?\ yet|moderates\ all\ comments|not\ tolerate\ the\ following|comments?\ .{0,30}\bguidelines
    | ^subscribe\b|\bsubscribe\ (?:to|for)\ (?:our|the|unlimited|less|more|free)|sign\ up\ (?:for|to)\ (?:our|the|get|receive)|\bnewsletters?\b
    | delivered\ to\ your\ inbox|follow\ us\ on|join\ (?:us\ on|our)\ (?:telegram|whatsapp|channel)
    | cookies?\ (?:policy|to\ improve|on\ (?:this|our))|(?:this|our)\ (?:web)?site\ uses\ cookies|accept\ (?:all\ )?cookies
    | ^(?:share|tweet|pin)\ (?:on|this)\b|opens?\ in\ (?:a\ )?new\ (?:tab|window)|skip\ to\ (?:main\ )?content|click\ (?:to\ share|here\b)
    | become\ a\ (?:member|part\ of\b.{0,40}\bmission)|^help\ us\ (?:continue|keep)|^get\ the\ latest|to\ access\ this\ (?:story|article)|comment\ on\ .{0,40}facebook\ page|for\ media\ inquiries|the\ original\ source\ of\ this\ article
    | ^articles?\ by\b|^about\ the\ author|is\ an?\ award-winning|^.{3,60}\ is\ (?:the|an?)\ [^.]{0,60}(?:reporter|correspondent|bureau\ chief|columnist|editor)(?:\ (?:at|for)\b|\.\ (?:s?he|they)\b)
    | contributed\ (?:reporting|to\ (?:this|the))|ad-free\ experience|exclusive\ content|founding\ editor
    | ^(?:read\ more|also\ read|related|watch|see\ also)\s*:.{0,160}$|^list\ \d+\ of\ \d+|^this\ article\ is\ available\ in
    | delivers\ independent\ and|republish\ this\ article|unauthori[sz]ed\ (?:use|reproduction)
    """,
    _FLAGS,
)
"""Phrases that hardly occur but in notices; each is matched within one paragraph."""

APPEAL = re.compile(
    r"""^(?=.*\b(?:you|your|you.re|you.ve)\b)
    (?=.*\b(?:subscri\w+|subscribers?|newsletters?|membership|members|community|journalis(?:m|ts?)|inbox|e-?mails?|readers?|ad-free|advertis\w+
       |articles?|support(?:ing)?\ (?:us|our)|website|our\ (?:work|team|site|mission|videos?)|comments?|browser|account)\b)
    (?=.*\b(?:we|we.re|our|us|please|entering|becoming|help|rely|click)\b)""",
    _FLAGS,
)
"""Pages that speak to their reader of themselves."""

LABEL_LINE = re.compile(
    r"""
      \d*\s*(?:repl(?:y|ies)|comments?|shares?|views?|likes?)(?:\s*\(?\d*\)?)?
    | (?:share|share\ on|tweet|print|print\ this\ page|e-?mail|save|facebook|twitter|x|x\ \(twitter\)|whatsapp|telegram|linkedin|instagram|snapchat
      |tiktok|youtube|viber|messenger|reddit|pinterest|bluesky|flipboard|copy|link\ copied|copy\ link)
    | share\ (?:full\ article|this\ page|this\ article|on\ \w+)|get\ short\ url|advertisement|advertising|sponsored|loading(?:\.\.\.)?|subscribed|thank\ you!?
    | read\ more(?:\ on\ .{0,40})?|more|next|previous|home|menu|search|login|log\ in|register|opinion|(?:accept|manage)\ cookies|back\ to\ top
    | (?:tags?|topics?|categor(?:y|ies)|related\ topics|related\ information|image|photo|video|date|listen|advertise|sections?)\s*:?
    | (?:in-?depth\ report|theme|region|topics?|section|filed\ under|tags?|categor(?:y|ies)|keywords|published\ in)\s*:.{0,80}
    | [\W_\d]{1,12}
    | (?:https?://|www\.)\S+
    """,
    _FLAGS,
)
"""Whole lines that are buttons or labels."""

LIST_HEADING = re.compile(
    r"""
      related(?:\s+(?:news|posts|articles|topics|stories|content|coverage|reading))?|more\s+(?:in|on|from|news|stories)\b.{0,30}|most\s+(?:read|popular|viewed|shared).{0,30}
    | you\s+(?:may|might)\s+also\s+like.{0,20}|leave\s+a\s+(?:reply|comment)|comments?(?:\s*\(?\d+\)?)?|\d+\s+(?:repl(?:y|ies)|comments?)
    | latest(?:\s+(?:news|stories|articles|videos))?|the\s+latest\s+(?:on|from)\b.{0,40}|recommended.{0,20}|read\s+(?:also|next|more\s+on\b.{0,40})|see\s+also|trending(?:\s+now)?
    | (?:prev(?:ious)?|next)\s+(?:post|article|story)|top\s+stories|editors?.?s?\s+(?:picks?|choice)|updates\s+to\s+this\s+page|what\s+to\s+read\s+next|popular\s+(?:posts|now)
    | don.t\s+miss|in\s+other\s+news|also\s+read|read\s+more
    """.rstrip() + r"\s*:?",
    _FLAGS,
)
"""Headings of lists of other stories, of comments, of a page's history."""

BYLINE = re.compile(
    r"(?:by|reporting\s+by|writing\s+by|edit(?:ed|ing)\s+by|translat(?:ed|ion)\s+by|articles?\s+by|author)\b\s*:?\s*[*_]*(?-i:[A-Z\u00c0-\u024f\u0600-\u06ff])[^.!?]{0,90}",
    re.IGNORECASE,
)
"""A line of authors."""
