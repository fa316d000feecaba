"""What is not article wording: one row a rule, tried from top to bottom, the first that fits names the reason."""

import re
from typing import NamedTuple

__all__ = ["DATELINE", "INLINE", "LINES", "PEOPLE", "ROLE", "Rule", "at"]


class Rule(NamedTuple):
    """One kind of line (or piece of a line) that is taken out.

    ``pattern`` must fit the whole line for a line rule, any piece of it for an inline rule. ``needles`` are lower-case
    pieces of text one of which must be there, so that most lines never meet the pattern (none: any line). ``where`` is ``"any"``,
    ``"top"`` (before the first paragraph), ``"end"`` (after the last) or ``"edge"`` (either). Lines longer than
    ``longest`` characters are left alone. ``peel``: also tried on the first and last sentences of a longer line.
    """

    reason: str
    pattern: re.Pattern
    needles: tuple
    where: str = "any"
    longest: int = 300
    peel: bool = True


# Words the patterns share. (?i:...) marks what may stand in any case; names must be capitalised.
WORD = r"[A-ZÀ-ÞŠŽ][\w.'’-]*"
NAME = rf"{WORD}(?:\s(?:(?:de|van|von|der|den|al|bin|la|le|di|da|del)\s)?{WORD}){{1,3}}"
PEOPLE = rf"{NAME}(?:(?:,?\s(?:and|&)\s|,\s|/){NAME})*"
ROLE = (r"(?i:(?:[\w.'’&/-]+\s){0,5}(?:staff|writers?|reporters?|correspondents?|editors?|columnists?|contributors?"
        r"|journalists?|bureau(?: chief)?|network|news(?: service)?|editorial board|board of contributors)"
        r"(?:\s(?:for|at|of|to)\s(?:[\w.'’&-]+\s?){1,6})?)")
MONTH = (r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
         r"|nov(?:ember)?|dec(?:ember)?")
TIME = (rf"(?i:(?:\b(?:{MONTH}|mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b|\b[ap]\.?m\b\.?"
        r"|\b(?:[ecmp][sd]?t|gmt|bst|utc|eastern|central|pacific|time|at|on|noon|midnight)\b"
        r"|\d+(?:st|nd|rd|th|am|pm|h)?\b|[\W_])*)")
AGENCY = (r"(?:AP|A\.P\.|Associated Press|AFP|Reuters|REUTERS|Getty|Getty Images|EPA|EFE|TASS|Xinhua|VCG|Bloomberg|UPI|PA|TNS"
          r"|MCT|Shutterstock(?:\.com)?|iStock(?:photo)?|Pixabay|Unsplash|Flickr|Wikimedia Commons|CQ Roll Call|Roll Call"
          r"|NurPhoto|S[iI][pP][aA](?: USA)?|Z[uU][mM][aA](?: Press| Wire)?|Anadolu(?: Agency)?|Corbis|Alamy|Redux|Polaris"
          r"|Magnum|Pool|POOL|Handout|Staff|Kyodo(?: News)?|Yonhap|DPA|dpa|ANP|Ritzau|NTB|CP|Sputnik|RIA(?: Novosti)?)")
PICTURE = r"(?:(?:[Ff]ile |[Pp]ool )?(?:[Pp]hotos?|[Ii]mages?|[Pp]ictures?|PHOTO)\b)"
# Possessive quantifiers ({2,60}+, *+): a piece reaches to the next stroke and is never tried shorter, so that lists of
# numbers and dashes cost no more than other lines.
PIECES = r"(?:[\w.,'’&@ -]{2,60}+[/|—–]\s?)"
REST = r"(?:\s?(?:[/|—–;,]|via\b)\s?[\w.'’&@ -]{2,60}+)*"
CREDIT = rf"{PIECES}*+{AGENCY}(?:\s{PICTURE})?{REST}"
SIGNED = (rf"(?:{PIECES}++{AGENCY}|/\s?{AGENCY}|{AGENCY}\s{PICTURE}|(?:[\w.'’& -]{{2,50}}\s)?Getty Images"
          rf"|(?:[\w.,'’&/ -]{{2,80}}\s)?via\s{AGENCY})(?:\s{PICTURE})?{REST}")
# "Jane Roe/Agency": a person before the stroke, an agency or an outlet after it, or the other way about.
SIGNED_NAME = (rf"(?:{NAME}(?:,\s{NAME})*\s?[/—]\s?(?:{AGENCY}|(?:(?:The|the) )?{WORD}(?:\s{WORD}){{0,4}})(?:\s?(?:/|,|\svia\s)\s?(?:{AGENCY}|{WORD}))*(?:\s{PICTURE})?"
               rf"|{AGENCY}\s?/\s?{NAME}|{NAME}\s?[/—]\s?{AGENCY}.{{0,60}}|{NAME}(?:,\s{NAME})*\svia\s{WORD})")
MADE_BY = (r"(?i:(?:photo(?:graph)?s?|image|picture|illustration|screenshot|screengrab|credit|photographer"
           r"|top image|photo[- ]illustration|lead image)(?:[- ](?:credits?|source|illustration|by))?)")
SITES = r"(?i:twitter|facebook|instagram|youtube|linkedin|flipboard|whatsapp|snapchat|tiktok|pinterest|reddit|telegram|google\+)"
WORK = r"(?:story|article|report|post|piece|column|item|essay|page|dispatch|blog(?: post)?|commentary|op-?ed)"


def _rule(reason, pattern, needles="", **options):
    return Rule(reason, re.compile(pattern), tuple(needles.split("|")) if needles else (), **options)


LINES = (
    # Placeholders and what the page's code left behind.
    _rule("placeholder", r"\[\s*\]|\(\s*\)|\[(?i:pullquote|image|audio-clip|video|photo|gallery|break|ad|advertisement|embed"
          r"|related|caption)[^\]]{0,200}\]|\[embed\w*[^\]]*\](?:[^\[]{0,200}\[/embed\w*\])?"
          r"|(?i:loading\s?(?:\.\.\.|…)?|null|undefined|nan)", "[|(|loading|null|undefined|nan", peel=False),
    _rule("code", r"<!--.*|<!–|//\s?–>|-->|</?[a-z][\w-]*(?:\s[^<>]*)?/?>|(?:poster|src|href|class|style)=[\"'].*"
          r"|(?:var|let|const)\s\w+\s?=.*|(?:window|document|googletag|jQuery|\$)\s?[.(].*[;)}]\s*|function\s?\w*\(.*"
          r"|[.#@]?[\w.# -]+\s?\{[^{}]*:[^{}]*\}.*|\{\s?\"@?\w+\"\s?:.*",
          "<|–>|-->|=|{|(", longest=100_000, peel=False),
    _rule("code", r"(?i:(?:please )?(?:enable|turn on) javascript\b.*|.{0,80}requires javascript.{0,80}"
          r"|your browser (?:does not|doesn['’]t) support.*)", "javascript|your browser"),
    _rule("link", r"(?:https?://|www\.|pic\.twitter\.com/)\S+", "http|www.|pic.twitter"),
    # Advertising.
    _rule("advertisement", r"(?i:(?:advertise?ments?:?\s*)+|(?:story )?continue[sd]? (?:reading )?below|ad feedback"
          r"|(?:scroll|swipe) (?:down )?(?:to|for) (?:continue|more).{0,40}|(?:story|article) continues (?:after|below).{0,40}"
          r"|(?:advertisement )?continue reading(?: the main story)?|skip advertisement|sponsored(?: content| by .{2,40})?"
          r"|promoted(?: content)?|report this ad|paid content)",
          "advert|continue|ad feedback|scroll|swipe|sponsored|promoted|this ad|paid content"),
    _rule("related", r"\(\s?(?i:photos?|videos?|also on|full|see|see also|read|related|more|watch|poll|understanding)\b[^()]{3,150}\)",
          "(", longest=160, peel=False),
    # Video players and galleries.
    _rule("video", r"JUST WATCHED.*|.*Replay More Videos.*|MUST WATCH.*|Media playback is (?:not supported|unsupported).*"
          r"|(?i:now playing:.*|close video.*|play video.*|watch the latest video at \S+(?:\s?http\S*)?|video\s?:?|youtube|vimeo"
          r"|watch:|listen:|(?:watch|listen) live.{0,60}|this video file cannot be played.*|autoplay.{0,40})",
          "watch|replay|playback|playing|video|youtube|vimeo|listen|autoplay", longest=500, peel=False),
    _rule("video", r"(?:[^\s.]+\s){2,14}[^\s.]+\s\d\d?:\d\d", ":", longest=120, peel=False),
    _rule("caption", r".*Hide Caption.*|(?i:photos?|slideshow|gallery|in pictures|pictures):\s.*|PHOTOS?\s[A-Z].*",
          "caption|photo|slideshow|gallery|pictures", longest=100_000, peel=False),
    _rule("caption", r"Enlarge this image.*|(?:Image copyright|Image caption|Media caption|Getty Images)\b.*Image caption.*"
          r"|Image copyright.*|Image caption .*|Media caption .*|(?:Click to expand|Expand|Enlarge) Image\b.*|Buy Photo\b.*"
          r"|FILE\s?[-–—:]\s?.*|(?:prev|next|previous)?\s?(?i:image|photo|slide) \d+ of \d+|(?i:slideshow\s?\(\d+ images?\))"
          r"|(?i:photos?|images?|enlarge|view gallery|hide caption|toggle caption|caption|close|play)",
          "image|caption|photo|file|slide|enlarge|gallery|close|play", longest=1200, peel=False),
    _rule("caption", rf"(?!.*[.?!”\"’]$).{{15,}}[.?!”\")\w]\s+(?:\(\s?)?{SIGNED}[)\]]*", "/|ap photo|getty|—|–|via",
          longest=900, peel=False),
    _rule("caption", rf"[^\"“].{{14,}}\(\s?(?:(?:{AGENCY} )?{PICTURE}\s?(?:[:/|]|by|from|courtesy|via|credit|source|{AGENCY})[^()]{{2,120}}"
          rf"|(?:AP|Reuters|REUTERS|Getty|AFP) {PICTURE}[^()]{{0,80}}|(?:Screenshot|Screengrab|Credit|Courtesy)\b[^()]{{2,90}}"
          rf"|{SIGNED_NAME})\s?\)[.\s]*", "(", longest=900, peel=False),
    _rule("caption", rf".{{15,}}[.?!”\"]\s+(?:{MADE_BY}\s?:|(?:Photo|Photograph|Image|Video) (?:by|courtesy of))\s?[^.]{{3,90}}\.?",
          "photo|image|credit|illustration|video", longest=900, peel=False),
    _rule("caption", r".{15,}\[(?:File\s?:?)?[^\[\]]{3,60}/\s?[^\[\]]{2,50}\]", "[", longest=600, peel=False),
    _rule("credit", rf"\W*{MADE_BY}\s?(?:[:|]|(?<=[Bb][Yy])\s|(?i:courtesy of|by))\s?[^.!?]{{2,90}}\.?",
          "photo|image|picture|illustration|graphic|video|screen|credit", longest=140),
    _rule("credit", rf"[(\[]?\s?(?:{CREDIT})\s?[)\]]?\.?|© ?(?!\d)[A-Z][\w .,'&/-]{{3,60}}", longest=110, peel=False),
    _rule("credit", rf"\({SIGNED_NAME}\)|\((?:{AGENCY} {PICTURE}|{MADE_BY})\s?:?[^()]{{0,80}}\)|(?i:\((?:pixabay|dreamstime|screenshot"
          r"|via \w+|file)[^()]{0,40}\))", "(", longest=120, peel=False),
    # Links to other articles.
    _rule("related", r"\W{0,3}(?i:see also|see related|also see|read more|read next|also read|read this|related|related "
          r"(?:stor(?:y|ies)|articles?|coverage|content|topics?|news|posts?|reading)|more (?:from|on) [\w .'’&-]{2,50}|more|recommended"
          r"|further reading|full coverage|special coverage|complete coverage|go deeper|don['’]t miss|you (?:may|might) (?:also )?"
          r"(?:like|be interested in)|you might also like|also on [\w .]{2,30}|must[- ]read|recommended for you"
          r"|now read|up next|what to read next|more coverage)\s?(?::|\.\.\.|…|»|>>).{0,220}",
          "see |read|relate|more|recommend|coverage|deeper|miss|like|also|story|next|latest", longest=320, peel=False),
    _rule("related", r"(?i:read more|read on|see more|more on this|most read|most popular|trending(?: now)?|editors?['’] picks|learn more"
          r"|related (?:stor(?:y|ies)|articles?|content|topics?|posts?|links?)|recommended(?: stories)?|further reading|also see"
          r"|see also|link copied|what to read next|top stories|show (?:all|more|less)|view (?:all|more))\W*",
          "read|more|popular|trending|picks|relate|recommend|also|copied|stories|all|less", longest=40),
    _rule("related", r"(?:READ|WATCH|RELATED|MORE|STORY|VIDEO|PHOTOS|POLL|LISTEN|SEE|OPINION|GRAPHIC|MAP|TIMELINE)\s?:\s?\S.{0,200}"
          r"|(?:Read|Watch|See|Related|Listen):\s?\S.{0,160}", ":", longest=220, peel=False),
    _rule("related", r"\W{0,3}(?i:click (?:here|below|for|to (?:read|see|view|watch|listen|explore|enlarge|expand|zoom|play|join|visit|learn|get)"
          r"|on the (?:link|image|graph\w*|headline|map|video|photo))\b.{0,160}|click to \w+\W*)|(?:[^a-z]*\b)CLICK (?:HERE|TO)\b[^a-z]*", "click", longest=200),
    _rule("related", r"(?i:(?:read|see|watch|view|hear|listen to) (?:more|the (?:full|complete|entire|original|rest)|all) (?:about|on|of|from|at"
          r"|here|story|article|coverage|opinion|column|report|interview|post|\w+ (?:story|article|coverage|column|here))\b.{0,120})",
          "more|full|complete|entire|original|rest|all", longest=160),
    _rule("related", r"\[[A-Z][A-Z' ,.&-]{4,}[A-Z' ,.!?&-]{4,90}\]|\[(?i:read|watch|listen|sign|get|see|click|related|subscribe)\b[^\[\]]{3,220}\]", "[",
          longest=240, peel=False),
    _rule("related", r"(?i:this (?:article|story|post) tagged under:?).*|(?i:tagged|tags|topics|filed under|categories)\s?:\s.{2,200}",
          "tag|topics|filed|categories", longest=300, where="edge", peel=False),
    # Newsletters, apps, sharing, subscriptions, pleas.
    _rule("newsletter", r"(?i:.*\b(?:by signing up,? you|you can unsubscribe|invalid email|encountered an issue signing|email \(required\)"
          r"|please verify you|we have more newsletters|thank you for (?:subscribing|signing)).*)",
          "signing|unsubscribe|invalid email|required|verify you|newsletters|subscribing", longest=8000, peel=False),
    _rule("newsletter", r"(?i:.*\b(?:in|to|into|for|of) your in-?box\b.*)", "inbox|in-box", longest=420),
    _rule("newsletter", r"\W{0,4}(?i:(?:(?:click here to |please )?(?:sign up|signup|subscribe|register)|want|get|join|receive|looking for more)\b"
          r"(?=.*\b(?:newsletters?|e-?mails?|updates?|alerts?|briefing|digest|free|here|now|today|podcasts?|daily|weekly|channel|magazine|print|digital)\b)"
          r".*\b(?:sign up|signup|subscri\w+|newsletters?|e-?mail alerts?)\b.*)",
          "sign|subscri|newsletter|alert", longest=420),
    _rule("newsletter", r"\W{0,4}(?i:(?:sign up|signup|subscribe)\b(?=.*\b(?:newsletters?|e-?mails?|updates?|alerts?|briefing|digest|free|here|today"
          r"|now|podcasts?|daily|weekly|channel|itunes|youtube)\b).*|(?:manage|our|more) newsletters?|newsletter(?: sign-?up)?|sign up|subscribe)",
          "sign|subscri|newsletter", longest=320),
    _rule("newsletter", r"(?:[A-Z][\w'’]*\s){0,4}(?i:newsletter)\s(?i:sign up|get|your guide|a daily|the|subscribe|dive).*", "newsletter",
          longest=700, peel=False),
    _rule("app", r"\W{0,3}(?i:(?:click (?:here )?|please )?(?:to )?(?:get|download|try|install)\b.{0,60}\bapps?\b.{0,80}|[^\"“]{0,60}\? download the .{2,40}\bapp\b.{0,60}"
          r"|stay up to date with the .{0,40}\bapp\b\W*|get real-time updates as this story.*|interested in .{2,60}\? add .{2,60} as an interest.*)",
          "app|real-time|interest", longest=420),
    _rule("subscription", r"(?i:.*\b(?:already a (?:subscriber|member)|(?:this|the) (?:article|story|content) is (?:only )?(?:for|available to) "
          r"(?:our )?subscribers|subscribers? only|subscribe (?:now |today )?(?:for|to) (?:as little|just|only|unlimited|continue|read)"
          r"|you(?:['’]ve| have) (?:reached|read) your.{0,40}(?:limit|free articles)|unlimited (?:digital )?access"
          r"|(?:log|sign) in to (?:continue|read)|create (?:a |an )?(?:free )?account to|articles? (?:left|remaining) this month"
          r"|for subscribers:|removed the paywall|no paywall)\b.*)",
          "subscri|already a|free articles|limit|unlimited|to continue|to read|account|this month|paywall", longest=420),
    _rule("subscription", r"(?i:(?:log|sign) in|register|my account|subscribe today)\W*", "log in|sign in|register|my account|subscribe", longest=25),
    _rule("plea", r"(?i:(?=.*\b(?:you|your|our|us|we)\b|\W*(?:please|support|help|become|join|donate|subscribe)\b)"
          r"(?=.*\b(?:please (?:consider|help|support|donate|give|chip in)|you can help|help (?:us (?:continue|keep|remain|report|raise|reach|stay|produce|fund|grow)|keep (?:this|our|us|it)|support)|support (?:our|independent|quality|nonprofit|non-profit|local)"
          r"|(?:we|I) (?:urge|ask) you|become a (?:member|subscriber|supporter)|supporting our|to support our|if you (?:value|appreciate|like|enjoy)))"
          r"(?=.*\b(?:journalis\w+|newsroom|donat\w+|contribution|news free|our (?:work|writers|reporters|reporting|mission|site|podcast))\b)[^\"“”]*)",
          "please|you can|help|support|urge|ask you|become|if you", longest=900, peel=False),
    _rule("plea", r"\W*(?i:(?:donate|chip in|give|contribute) (?:now|today|here)\b.{0,60}|support .{3,40} explanatory journalism)", "donate|chip in|give|contribute|support",
          where="edge", longest=100),
    _rule("plea", r"(?i:support) (?:(?:the|The|our|us)\s?)?(?:[A-Z][\w'’.]*\s?){0,5}[!.]?", "support", where="edge", longest=60, peel=False),
    _rule("plea", r"(?i:donate|donate now|make a donation|give now|support us|join us|become a member)\W*",
          "donat|give now|support us|join us|become", longest=30),
    _rule("social", rf"\W{{0,4}}(?i:follow)\b.{{0,160}}(?:@\w|{SITES}).{{0,160}}", "follow", longest=320),
    _rule("social", rf"\W{{0,4}}(?i:(?:like|join|find|friend|watch|visit|see|connect with|tweet) (?:us|me|him|her|them|it|(?-i:\"?[A-Z])[\w .'’\"]{{1,40}}?) (?:on|at)) "
          rf"(?i:our )?(?:{SITES}).{{0,160}}", "like|join|find|friend|watch|visit|see|connect|tweet", longest=240),
    _rule("social", rf"(?:(?:{SITES}|(?i:follow|email|e-mail|print|share|tweet|comments?|pin|post|link|copy link|messenger|sms|more|embed|save|and|on|via|to|\d+k?|shares?"
          r"|this|story|article|click|listen|a friend|in new window|opens)|[\W_])\s*)+", longest=160, peel=False,
          needles="twitter|facebook|share|tweet|print|email|e-mail|comment|whatsapp|linkedin|follow|instagram|link"),
    _rule("social", r"(?i:(?:listen to article \d+:\d\d )?share this (?:article|story)\b.{0,80}|read or share this story:.*|click to (?:share|email|print).*"
          r"|(?:share|tweet|pin|email)(?: (?:this|it))? (?:on|via|to) .{2,40}|who['’]s tweeting\?|.{0,12}\bshares?\b\W*)",
          "share|click to|tweet|email", longest=200, peel=False),
    _rule("social", r"@\w{2,30}", "@", peel=False),
    # Who worked on it, who owns it, when it was changed.
    _rule("contributed", rf"\W*(?:(?!\b(?:that|who|which)\b).){{2,220}}?\b(?i:contributed (?:to this (?:{WORK}|coverage|reporting)|reporting|research to this|additional"
          rf"|from)|contributed\.?$)(?:(?!\b(?:said|says)\b).){{0,100}}", "contributed", longest=420),
    _rule("contributed", r"\W*(?i:contributed to this (?:report|story|article|post)).{0,60}|\W*(?i:contributing|contributors)\s?:.{2,300}", "contribut",
          longest=420),
    _rule("contributed", rf"\W*(?i:with (?:\w+ )?(?:inputs?|reporting|files?|assistance|contributions?|reports?|wires?)|(?:additional |further )?(?:reporting|research)|writing|editing"
          rf"|compiled|written|edited|translated)(?: (?i:from|by)| ?$)(?:\s?(?:{WORD}|(?i:and|in|from|for|of|at|the|with|by|staff|agenc\w+|wires?|services?|reports|correspondents?|writers?"
          rf"|additional|reporting|writing|editing|graphics?)\b|[,;:/&—–.-]))*\W*", "with |reporting|research|writing|editing|compiled|written|edited|translated",
          where="edge", longest=380),
    _rule("contributed", r"\((?i:with (?:\w+ ){0,2}(?:inputs?|reporting|files|reports?|material|agencies)|additional reporting|reporting|writing|editing)\b[^()]{2,400}\)"
          r"(?:\s?\S+@\S+)?", "(", longest=500),
    _rule("contributed", rf"\W*(?i:this (?:{WORK}) (?:is|was) (?:based|written|produced|reported|compiled|published|adapted|provided|written)\b.{{0,40}}\b(?:wire|agenc|associated"
          rf"|reuters|by|in|with|on|from)\b.{{0,160}}|this {WORK} (?:contains|includes|uses) (?:material|information|reporting)\b.{{0,120}}"
          r"|material from .{2,80} (?:was|were) used in this \w+\W*|(?:the )?associated press (?:contributed|reports?)\W*)",
          "this |material|associated press", where="edge", longest=260),
    _rule("copyright", r"\W*(?i:(?:copyright|©|©️)\s?(?:©|\(c\)|by|\d{4}).{0,240}|\(c\) \d{4}.{0,200}|[^\"“]{0,200}\ball rights reserved\b[^\"“]{0,240}"
          rf"|(?:this|the|our|its) (?:{WORK}|material|content|transcript)s?\b.{{0,80}}\bmay not be (?:published|reproduced|broadcast|reprinted|copied|republished|in its final)\b.*"
          r"|it may not be (?:reproduced|republished|reprinted)\b.*|distributed by .{3,60}|content created by the .{3,40} is available without charge.*)",
          "copyright|(c)|©|rights reserved|may not be|distributed by|without charge", longest=600),
    _rule("copyright", r"\W*(?i:.{0,80}\breprinted (?:here )?with permission\b.{0,80})", "reprinted", where="edge", longest=180),
    _rule("correction", r"\W*(?i:corrections?(?: (?:&|and) (?:amplifications?|clarifications?))?|clarifications?|editors?['’]?s? notes?|note to readers"
          r"|author['’]s note|disclosure|disclaimer)\s?(?:\([^()]{2,60}\)\s?)?[:—–]\s?.*|(?i:corrections?(?: & amplifications?)?)\W*",
          "correction|clarification|note|disclos|disclaimer", longest=900, peel=False),
    _rule("correction", rf"\W*(?i:an? (?:earlier|previous|prior|original) version of this (?:{WORK}|headline|caption)|this {WORK} (?:was|has been|is being|will be) "
          rf"(?:since |being |(?:last |originally |first )(?:published|posted|appeared|ran)|(?:last )?(?:updated|amended|corrected|edited|modified|revised|republished|excerpted|adapted))"
          rf"|this {WORK} (?:originally|first) (?:appeared|ran|published)|this is a (?:developing|breaking)(?: news)? (?:news )?(?:story|report)"
          r"|(?:the )?(?:story|article|headline|post) has been (?:updated|corrected)|(?:originally|first) published (?:at|on|in|by)|check back for updates).{0,400}",
          "version of this|this |updated|corrected|published|updates", longest=700),
    _rule("timestamp", rf"\W*(?i:(?:this {WORK} (?:was |has been )?)?(?:last |first |originally )?(?:updated?|published|posted|modified|filed|created|revised)\b){TIME}",
          "update|published|posted|modified|filed|created|revised", longest=120),
    _rule("timestamp", r"\W*(?i:(?:about |over )?(?:\d+|an?) (?:second|minute|hour|day|week|month|year|min|hr)s? ago|this article is more than .{3,30} old"
          r"|\d+ min(?:ute)?s? read|\d+:\d\d)\W*", "ago|article|read|:", longest=60, peel=False),
    _rule("timestamp", rf"(?=.*\d)(?=(?i:.*(?:\b(?:{MONTH})\b|\d[:/.]\d|\b[ap]\.?m\b))){TIME}", where="top", longest=60, peel=False),
    # Who wrote it.
    _rule("byline", rf"(?i:(?:written |posted |reported |story |analysis |blog |video |text )?by:?)\s(?:{PEOPLE}|{WORD})(?:(?:,\s|\s[-–—|]\s|\s[|•·]\s?){ROLE})*"
          rf"(?:\W*(?i:for )?(?:{WORD}\s?){{0,6}})?(?:\s?[-–—|•·,]\s?(?i:(?:last )?(?:updated|published|posted)?){TIME})?", "by", where="edge",
          longest=200, peel=False),
    _rule("byline", rf"(?:{PEOPLE}),\s{ROLE}(?:\s?[-–—|•·,/]\s?(?i:(?:last )?(?:updated|published|posted)?){TIME})?", where="top", longest=160, peel=False,
          needles="staff|writer|reporter|correspondent|editor|columnist|contributor|journalist|bureau|network|news|board"),
    _rule("byline", rf"(?i:special (?:for|to) (?:the )?[\w .'’&-]{{2,40}}|(?:(?:guest|opinion|staff|senior|political|national|chief|associate|contributing|the|our)\s)*"
          r"(?:contributors?|columnists?|(?:staff )?writers?|reporters?|correspondents?|editorial board|(?:contributing|senior|associate|managing|deputy) editors?|"
          r"staff reports?|wire reports?))", where="top", longest=60, peel=False,
          needles="special|contributor|columnist|writer|reporter|correspondent|editor|staff|wire"),
    _rule("bio", rf"[^\w\"“‘'@]{{0,4}}(?:(?i:about the authors?:?|the (?:author|writer)s?)\s)?(?:{PEOPLE}|(?i:the (?:author|writer)s?|he|she|they))(?:,[^,]{{2,80}},)?\s(?i:is|are|was|serves?|served|covers?|covered"
          r"|writes?|works?|hosts?|teaches|(?:can|may) be (?:reached|contacted|followed))\b(?=.*(?:@\w|(?i:columnist|editor|reporter|correspondent|contribut|fellow|"
          r"professor|author of|host of|follow|e-?mail|twitter|writer|analyst|commentator|director|president of|strategist|journalist|producer|attorney|lawyer))).*",
          where="bio", longest=1200, peel=False, needles="is|are|was|serve|cover|write|work|host|teach|can be|may be"),
    _rule("disclaimer", r"\W*(?i:(?:the )?(?:opinions?|views?)(?: and opinions?| and views?)? (?:expressed|presented|contained)\b(?=.*\b(?:author|columnist|commentar|article|column|own|his|"
          r"hers|solely|their|not necessarily|contributor|channel|piece|video)).*|.{0,120}\bopen discourse on a range of views\b.*"
          r"|(?:read|view|see) more opinions?(?: articles?)?(?: on| at)? .{2,40})", "opinion|view|discourse", longest=420),
    # Ways to write back.
    _rule("contact", r"\W*(?i:(?:please )?(?:e-?mail|write(?: to)?|contact|reach|send (?:(?:your|news|story|a) )*(?:tips?|letters?|comments?|questions?|e-?mails?)(?: to)?|tips?|got a (?:news )?tip"
          r"|have a (?:news )?(?:tip|story|question)|twitter\s?:|to (?:submit|respond)|share your)\b.{0,140}\S+\s?@\s?\S+.{0,80})", "@", longest=320),
    _rule("contact", r"\W*(?i:(?:have|got) (?:a |any )?(?:\w+ )?(?:tips?|question|story idea|feedback)\b.{0,200}\?.{0,160}(?:e-?mail|send|contact|let us know|here|submit|ask)\b.{0,120}"
          r"|send a tip to .*|let us know what you.{0,160}@.{0,60}|we want to hear (?:from you|what you think).{0,200}|what do you think\?.{0,60}(?:comment|tell us|join)\b.{0,120}"
          r"|(?:leave|post|add) a (?:comment|reply)\b.{0,60}|(?:view|show|hide|read|see) (?:all )?(?:\d+ )?comments\W*|comments? (?:are )?(?:closed|policy|section|guidelines)\b.{0,120}"
          r"|join the (?:conversation|discussion)\W*.{0,80}|(?:use this form to|please include a) .{0,160}|you can also contact us.{0,160})",
          "tip|question|story idea|feedback|let us|we want|think?|comment|reply|join the|use this|please include|contact us", longest=420),
    _rule("contact", r"\W*[\w.+-]+\s?@\s?[\w-]+\.[\w.]+\W*|\[email\sprotected\]", "@|[email", peel=False, longest=80),
    _rule("poll", r"(?i:take our poll\b.{0,120}|vote (?:here|now)\b.{0,60}|.{0,100}\bvote here\b\W*|(?:urgent|reader) poll\s?:.{0,120}|view results|create your own (?:poll|survey).{0,60})",
          "poll|vote|results", longest=200, peel=False),
)

INLINE = (
    _rule("advertisement", r"(?:Advertisement )?Continue reading the main story(?: Photo)?|\bStory Continued Below\b", "continue"),
    _rule("newsletter", r"Newsletter Sign Up Continue reading.{0,900}?View all New York Times newsletters\.", "newsletter sign up"),
    _rule("video", r"JUST WATCHED .{0,160}?MUST WATCH(?: .{0,120}?\d\d:\d\d)?", "just watched"),
    _rule("video", r"(?i:watch the latest video at \S+)", "watch the latest"),
    _rule("link", r"\(?\bpic\.twitter\.com/\w+|https?://t\.co/\w+", "t.co/|pic.twitter"),
    _rule("code", r"</?(?:span|div|p|br|img|iframe|script|strong|em|b|i|u|a|figure|blockquote|h\d|li|ul|ol|table|tr|td|font)\b[^<>]{0,400}>|<!--.{0,400}?-->|&(?:nbsp|amp|quot|#\d+);?(?=\W)",
          "<|&"),
    _rule("placeholder", r"\[(?:pullquote|/?caption|/?gallery|embed\w*|audio-clip|image)\b[^\[\]]{0,200}\]|\[\s*\]", "["),
    _rule("related", r"\(\s(?:PHOTOS|VIDEO|Also on)\b[^()]{3,120}\)", "( photos|( video|( also on"),
    _rule("credit", rf"\((?:(?:AP Photo|{PICTURE}\s?(?:by|:)|{AGENCY} {PICTURE}|(?i:graphic|source): http)[^()]{{0,100}}|{NAME}\s?/\s?{AGENCY}(?:/\w+)?)\)", "("),
    _rule("credit", r"(?<=[.?!”\"])\s?/\s?(?:VCG|AP|AFP|Reuters|Xinhua|CGTN|CFP|Getty) (?:Photo|Image)s?(?=\s|$)", "photo|image"),
)

WIRE = r"(?:CNN(?: Business|Money)?|AP|Associated Press|Reuters|REUTERS|AFP|UPI|Bloomberg|TASS|Xinhua|RNS|KHN|CNS News|CNSNews\.com|CBS(?: News|/AP)?|NBC News|The Hill)"
PLACE = rf"[A-ZÀ-Þ][A-ZÀ-Þ.'’-]+(?:[\s/][A-ZÀ-Þ][A-ZÀ-Þ.'’-]+){{0,4}}(?:,\s(?:[A-Z][\w.]+\s?){{1,3}})?(?:,?\s(?i:{MONTH})\.?\s\d{{1,2}})?"
DATELINE = re.compile(
    rf"(?:[A-Z][\w.'’-]*(?:[\s,/]+[A-Z][\w.'’-]*){{0,5}}\s?)?\((?:{WIRE}|[A-Z]{{2,6}}(?=\)\s?[-–—]))\)\s?(?:[-–—]{{1,3}}\s*|:\s|(?=\s|[A-Z\"“]))"
    rf"|{PLACE}\s?(?:—|–|--|\s-)\s?(?=[\"“‘'A-Z(\d])")


def at(rules, *places):
    """The rules of these places."""
    return [rule for rule in rules if rule.where in places]
