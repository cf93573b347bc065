"""Pages of ten layouts as sites build them, written for these tests around two invented reports."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Story:
    title: str
    day: str
    paragraphs: tuple[str, ...]


STORIES = (
    Story(
        "Shells hit bakery queue in Maarat village",
        "2019-07-22",
        (
            "Three people were killed and nine wounded on Monday when shells fell beside a bakery in a village south of Maarat al-Numan, residents said.",
            "The shelling began shortly after dawn and went on for about forty minutes, according to a teacher who lives across the street from the bakery.",
            "“We heard the first one land behind the school, and then everybody ran,” she said by telephone, adding that the ovens had been rebuilt only in May.",
            "There was no comment from the army, whose positions on the hills to the south have been reinforced since the end of last week.",
            "Rescue workers took the wounded to a field hospital in the north of the province.",
        ),
    ),
    Story(
        "Convoy reaches Rukban after four months",
        "2018-11-04",
        (
            "An aid convoy of seventy-eight lorries reached the Rukban camp near the Jordanian border on Saturday, the first in more than four months.",
            "The lorries carried flour, blankets and vaccines for some ten thousand children, a spokesman for the organisers said at the edge of the camp.",
            "Fighters of a group that controls the desert around the crossing escorted the convoy over the last twenty kilometres without an incident.",
            "The camp had been cut off since June, when the road from Damascus was closed after a series of attacks on checkpoints east of Dumayr.",
            "Organisers hope to send a second convoy before the first rains make the track impassable.",
        ),
    ),
)
"""Neither tells of a real act."""

JUNK = (
    "Subscribe to our newsletter", "Accept all cookies", "Leave a Reply", "Your email address will not be published. Required fields are marked",
    "All rights reserved", "Skip to main content", "Related articles", "Ten recipes for a cold evening", "Election results in full", "Terms of use",
)  # fmt: skip
"""Words that no coder may see as part of a story."""

_MENU = "<ul>" + "".join(f'<li><a href="/{w.lower()}">{w}</a></li>' for w in ("Home", "World", "Sport", "Weather", "Video")) + "</ul>"
_RELATED = "<h3>Related articles</h3><ul><li><a href=/1>Ten recipes for a cold evening</a></li><li><a href=/2>Election results in full</a></li></ul>"
_COMMENTS = (
    "<h3>Leave a Reply</h3><form><p>Your email address will not be published. Required fields are marked *</p>"
    "<textarea></textarea><button>Post Comment</button></form>"
)
_FOOT = "<p>Copyright © 2019 The Valley Post. All rights reserved. <a href=/t>Terms of use</a></p>"


def _ps(story: Story) -> str:
    return "".join(f"<p>{p}</p>" for p in story.paragraphs)


def blog(s: Story) -> str:
    return (
        f'<!DOCTYPE html><html lang="en"><head><title>{s.title} – The Valley Post</title><meta property="article:published_time" content="{s.day}T08:00:00+00:00">'
        f'<meta property="og:site_name" content="The Valley Post"></head><body><header><nav>{_MENU}</nav></header><main><article class="post"><h1 class="entry-title">'
        f'{s.title}</h1><div class="entry-meta">By Staff</div><div class="entry-content">{_ps(s)}</div></article><aside class="related">{_RELATED}</aside>'
        f'<section id="comments">{_COMMENTS}</section></main><footer>{_FOOT}</footer></body></html>'
    )


def linked_data(s: Story) -> str:
    return (
        f'<html><head><title>{s.title}</title><script type="application/ld+json">{{"@context":"https://schema.org","@type":"NewsArticle","headline":"{s.title}",'
        f'"datePublished":"{s.day}T10:00:00Z","dateModified":"2024-01-01","publisher":{{"@type":"Organization","name":"Gulf Wire"}}}}</script></head>'
        f'<body><a class="skip" href="#c">Skip to main content</a>{_MENU}<div id="c"><h1>{s.title}</h1>{_ps(s)}</div><div class="newsletter-signup">'
        f"<p>Subscribe to our newsletter</p></div>{_FOOT}</body></html>"
    )


def table_layout(s: Story) -> str:
    return (
        f"<html><head><title>{s.title}</title></head><body><table width=100%><tr><td colspan=2 class=header>{_MENU}</td></tr><tr><td width=20% class=menu>{_RELATED}"
        f'</td><td class="content"><font size=5><b>{s.title}</b></font><p class=date>Published: {s.day}</p>{_ps(s)}</td></tr><tr><td colspan=2>{_FOOT}</td></tr></table></body></html>'
    )


def breaks_only(s: Story) -> str:
    body = "<br><br>".join(s.paragraphs)
    return (
        f'<html><head><title>{s.title}</title><meta name="date" content="{s.day}"></head><body><div class="nav">{_MENU}</div><h1>{s.title}</h1>'
        f'<div class="article-body">{body}</div><div class="footer">{_FOOT}</div></body></html>'
    )


def cookie_wall(s: Story) -> str:
    return (
        f'<html><head><title>{s.title}</title><meta itemprop="datePublished" content="{s.day}"></head><body><div id="cookie-consent" class="cookie-banner"><p>This site uses '
        f"cookies to improve your visit. <button>Accept all cookies</button></p></div><nav>{_MENU}</nav><article><h1>{s.title}</h1>{_ps(s)}</article>{_COMMENTS}</body></html>"
    )


def soup(s: Story) -> str:
    body = "".join(f'<div class="c-{i}"><div><span>{p}</span></div></div>' for i, p in enumerate(s.paragraphs))
    return (
        f'<html><head><title>{s.title}</title><meta property="og:title" content="{s.title}"><meta name="pubdate" content="{s.day}"></head><body><div><div>{_MENU}</div>'
        f'<div class="story"><h2>{s.title}</h2>{body}</div><div class="promo related">{_RELATED}</div></div></body></html>'
    )


def amp(s: Story) -> str:
    return (
        f'<!doctype html><html amp lang="en"><head><title>{s.title}</title><link rel="canonical" href="https://example.org/{s.day.replace("-", "/")}/story.html">'
        f'<style amp-boilerplate>body{{}}</style></head><body><amp-sidebar id="s">{_MENU}</amp-sidebar><article class="amp-wp-article"><header><h1>{s.title}</h1></header>'
        f'<div class="amp-wp-article-content">{_ps(s)}</div></article><amp-embed></amp-embed><footer>{_FOOT}</footer></body></html>'
    )


def single_file(s: Story) -> str:
    picture = "data:image/png;base64," + "iVBORw0KGgo" * 4000
    return (
        f'<!DOCTYPE html> <html lang=en><!--\n Page saved with SingleFile \n url: https://example.org/news/{s.day.replace("-", "/")}/story \n saved date: Wed Mar 04 2020 '
        f"10:11:12 GMT+0200 (Eastern European Standard Time)\n--><meta charset=utf-8><style>.x{{background:url({picture})}}</style><title>{s.title}</title>"
        f"<body><nav>{_MENU}</nav><article><h1>{s.title}</h1><img src={picture}>{_ps(s)}</article><footer>{_FOOT}</footer></body></html>"
    )


def saved_complete(s: Story) -> str:
    return (
        f"<!DOCTYPE html>\n<!-- saved from url=(0034)https://example.org/{s.day.replace('-', '/')}/story -->\n<html><head><title>{s.title}</title><script src=./story_files/a.js>"
        f'</script></head><body><div class="menu">{_MENU}</div><div class="post-content"><h1>{s.title}</h1>{_ps(s)}</div>{_RELATED}{_COMMENTS}</body></html>'
    )


def time_element(s: Story) -> str:
    return (
        f'<html><head><title>{s.title} | Plains Monitor</title><meta property="og:site_name" content="Plains Monitor"></head><body><header>{_MENU}</header><main><article><header>'
        f'<h1>{s.title}</h1><time datetime="{s.day}T06:30:00+03:00">today</time></header><section>{_ps(s)}</section><footer class="share"><p>Share this</p></footer></article>'
        f"<aside>{_RELATED}</aside></main>{_FOOT}</body></html>"
    )


LAYOUTS = (blog, linked_data, table_layout, breaks_only, cookie_wall, soup, amp, single_file, saved_complete, time_element)
