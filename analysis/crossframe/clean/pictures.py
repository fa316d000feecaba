"""Rules for what a page shows beside the text: code, placeholders, advertisements, players, captions and credits."""

from crossframe.clean.rule import AGENCY, CREDIT, MADE_BY, MONTH, NAME, PICTURE, SHOWN, SIGNED, SIGNED_NAME, WORD, rule

__all__ = ["LINES", "PIECES"]

LINES = (
    rule("placeholder", r"\[\s*\]", r"\(\s*\)", r"\[embed\w*[^\]]*\](?:[^\[]{0,200}\[/embed\w*\])?",
         r"\[(?:pullquote|image|audio-clip|video|photo|gallery|break|ad|advertisement|embed|related"
         r"|caption)[^\]]{0,200}\]",
         r"loading\s?(?:\.\.\.|…)?", "null", "undefined", "nan",
         needles="[|(|loading|null|undefined|nan", fold=True),
    rule("code", r"<!--.*", r"<!–", r"//\s?–>", r"-->", r"</?[a-z][\w-]*(?:\s[^<>]*)?/?>",
         r"(?:poster|src|href|class|style)=[\"'].*",
         r"(?:var|let|const)\s\w+\s?=.*", r"(?:window|document|googletag|jQuery|\$)\s?[.(].*[;)}]\s*",
         r"function\s?\w*\(.*",
         r"[.#@]?[\w.# -]+\s?\{[^{}]*:[^{}]*\}.*", r"\{\s?\"@?\w+\"\s?:.*",
         needles="<|–>|-->|=|{|(", longest=100_000),
    rule("code", r"(?:please )?(?:enable|turn on) javascript\b.*", r".{0,80}requires javascript.{0,80}",
         r"your browser (?:does not|doesn['’]t) support.*",
         needles="javascript|your browser", fold=True, unit="both"),
    rule("link", r"(?:https?://|www\.|pic\.twitter\.com/)\S+", needles="http|www.|pic.twitter", unit="both"),
    rule("advertisement", r"(?:advertise?ments?:?\s*)+", r"(?:story )?continue[sd]? (?:reading )?below", "ad feedback",
         r"(?:scroll|swipe) (?:down )?(?:to|for) (?:continue|more).{0,40}",
         r"(?:story|article) continues (?:after|below).{0,40}",
         r"(?:advertisement )?continue reading(?: the main story)?", "skip advertisement",
         r"sponsored(?: content| by .{2,40})?",
         r"promoted(?: content)?", "report this ad", "paid content",
         needles="advert|continue|ad feedback|scroll|swipe|sponsored|promoted|report this|paid content", fold=True,
         unit="both"),
    rule("related", r"\(\s?(?:photos?|videos?|also on|full|see|see also|read|related|more|watch|poll"
         r"|understanding)\b[^()]{3,150}\)",
         needles="(", fold=True, longest=160),
    # Players and galleries.
    rule("video", r"JUST WATCHED.*", r".*Replay More Videos.*", r"MUST WATCH(?!:).*",
         r"Media playback is (?:not supported|unsupported).*",
         r"(?i:now playing:.*)", r"(?i:(?:close|play) video.*)", r"(?i:watch the latest video at \S+(?:\s?http\S*)?)",
         r"(?i:video\s?:?)",
         r"(?i:youtube|vimeo|watch:|listen:)", r"(?i:(?:watch|listen) live.{0,60})",
         r"(?i:this video file cannot be played.*)",
         r"(?i:autoplay.{0,40})",
         needles="watch|replay|playback|playing|video|youtube|vimeo|listen|autoplay", longest=500),
    rule("video", r"(?:[^\s.]+\s){2,14}[^\s.]+\s\d\d?:\d\d", needles=":", longest=120),
    rule("caption", r".*Hide Caption.*", r"(?i:photos|slideshow|gallery|in pictures|pictures):\s.*",
         r"PHOTOS?\s[A-Z].*",
         needles="caption|photo|slideshow|gallery|pictures", longest=100_000),
    rule("caption", r"Enlarge this image.*", r"(?:Enlarge this image )?toggle caption\b.*", r"Image copyright.*",
         r"(?:Image|Media) caption\b.*", r"Getty Images\b.*Image caption.*", r"(?:Click to expand|Expand"
         r"|Enlarge) Image\b.*",
         r"Buy Photo\b.*", r"FILE(?: PHOTO| IMAGE)?\s?[-–—:]\s?.*", r"(?i:(?:prev|next|previous)?\s?(?:image"
         r"|photo|slide) \d+ of \d+)",
         r"(?i:slideshow\s?\(\d+ images?\))", r"(?i:photos?|images?|enlarge|view gallery|hide caption|caption"
         r"|close|play)",
         needles="image|caption|photo|file|slide|enlarge|gallery|close|play", longest=1200),
    # A caption is known by the credit it ends with: one that no sentence ends with, since no full stop follows.
    rule("caption", rf"(?!.*[.?!”\"’]$).{{15,}}[.?!”\")\w]\s+(?:\(\s?)?{SIGNED}[)\]]*",
         needles="/|ap photo|getty|associated press|bloomberg news|agence france|european press|—|–|via", longest=900),
    rule("caption", rf"[^\"“].{{14,}}\(\s?(?:{AGENCY} )?{PICTURE}\s?(?:[:/|]|by|from|courtesy|via|credit|source"
         rf"|{AGENCY})[^()]{{2,120}}\)[.\s]*",
         rf"[^\"“].{{14,}}\(\s?(?:AP|Reuters|REUTERS|Getty|AFP) {PICTURE}[^()]{{0,80}}\)[.\s]*",
         r"[^\"“].{14,}\((?:Screenshot|Screengrab|Credit|Courtesy)\b[^()]{2,90}\)[.\s]*",
         rf"[^\"“].{{14,}}\(\s?{SIGNED_NAME}\s?\)[.\s]*", needles="(", longest=900),
    rule("caption", rf".{{15,}}[.?!”\"]\s+{MADE_BY}\s?:\s?[^.]{{3,90}}\.?",
         r".{15,}[.?!”\"]\s+(?:Photo|Photograph|Image|Video) (?:by|courtesy of)\s?[^.]{3,90}\.?",
         needles="photo|image|picture|credit|illustration|screen|video", longest=900),
    rule("caption", rf".{{15,}}\[\s?(?:File\s?:\s?)?{SIGNED_NAME}\s?\]", needles="[", longest=600),
    rule("caption", rf"[^|]{{8,420}}\s\|\s?[^|.]{{0,60}}?(?:\b{AGENCY}|/[A-Z]{{4,}})\b[^|]{{0,220}}",
         needles=(" |",), where="top", longest=700),
    rule("credit", rf"\W*{MADE_BY}\s?(?:[:|]|(?<=[Bb][Yy])\s|(?i:courtesy of|by))\s?[^.!?]{{2,90}}\.?",
         needles="photo|image|picture|illustration|screen|credit|top image|lead image", longest=140, unit="both"),
    rule("credit", r"(?i:video provided by .{2,60})", rf"\({MONTH}\.? \d{{1,2}}\) {AGENCY}",
         needles="video provided|(", longest=90, unit="both"),
    rule("credit", rf"[(\[]?\s?{CREDIT}\s?[)\]]?\.?", r"© ?(?!\d)[A-Z][\w .,'&/-]{3,60}", longest=110),
    rule("credit", rf"(?!By ){NAME}(?:,\s{NAME})*\s?/\s?(?:The )?{WORD}(?:\s{WORD}){{0,3}}",
         needles="/", where="top", longest=90),
    rule("credit", rf"\({SIGNED_NAME}\)", rf"\((?:{AGENCY} {PICTURE}|{MADE_BY})\s?:?[^()]{{0,80}}\)",
         r"(?i:\((?:pixabay|dreamstime|screenshot|via \w+|file)[^()]{0,40}\))", needles="(", longest=120),
)

PIECES = (
    rule("label", r"^Story [Hh]ighlights\s", r"(?<=\))\s?Story [Hh]ighlights\s", needles="story highlights",
         where="piece"),
    rule("advertisement", r"(?:Advertisement )?Continue reading the main story(?: Photo)?",
         r"\bStory Continued Below\b", needles="continue reading|story continued", where="piece"),
    rule("video", r"JUST WATCHED .{0,160}?MUST WATCH(?: .{0,120}?\d\d:\d\d)?", needles="just watched", where="piece"),
    rule("video", r"watch the latest video at \S+", needles="watch the latest", fold=True, where="piece"),
    rule("link", r"\bpic\.twitter\.com/\w+", r"https?://t\.co/\w+", needles="://|twitter.com/", where="piece"),
    rule("code", r"</?(?:span|div|p|br|img|iframe|script|strong|em|b|i|u|a|figure|blockquote|h\d|li|ul|ol|table"
         r"|tr|td|font)\b[^<>]{0,400}>",
         r"<!--.{0,400}?-->", r"&(?:nbsp|amp|quot|#\d+);?(?=\W)", needles="<|&", where="piece"),
    rule("placeholder", r"\[(?:AUDIO|END) PLAYBACK\]", r"\[MUSIC(?: PLAYING)?\]", r"\(SOUNDBITE OF [^()]{2,80}\)",
         r"\[\s*\]", r"\[(?:pullquote|/?caption|/?gallery|embed\w*|audio-clip|image)\b[^\[\]]{0,200}\]",
         needles="[|(soundbite", where="piece"),
    rule("related", r"\(\s(?:PHOTOS|VIDEO|Also on)\b[^()]{3,120}\)", needles="( photos|( video|( also on",
         where="piece"),
    rule("credit", rf"\((?:AP Photo|{PICTURE}\s?(?:by|:)|{AGENCY} {PICTURE}|(?i:graphic|source): http)[^()]{{0,100}}\)",
         rf"\({NAME}\s?/\s?{AGENCY}(?:/\w+)?\)", needles="(", where="piece"),
    rule("credit", rf"(?<=[.?!”\"])\s?{SHOWN}(?=\s|$)", needles="/", where="piece"),
)
