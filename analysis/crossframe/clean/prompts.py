"""Rules for what asks the reader to do something: read on, sign up, give, follow, share, write back."""

from crossframe.clean.rule import SITES, rule

__all__ = ["LINES"]

OFFER = (r"\b(?:newsletters?|e-?mails?|updates?|alerts?|briefing|digest|free|here|now|today|podcasts?|daily"
         r"|weekly|channel|magazine|print|digital|itunes|youtube)\b")

LINES = (
    rule("app", r"\W{0,3}(?:click (?:here )?|please )?(?:to )?(?:get|download) (?:the|our|its|this|an?)\b"
         r".{0,60}\bapps?\b.{0,80}",
         r"[^\"“]{0,60}\? download the .{2,40}\bapp\b.{0,60}", r"stay up to date with the .{0,40}\bapp\b\W*",
         r"get real-time updates as this story.*", r"interested in .{2,60}\? add .{2,60} as an interest.*",
         needles="app|real-time|interest", fold=True, longest=420, unit="both"),
    # Links to other articles.
    rule("related", r"\W{0,3}(?:see also|see related|also see|read more|read next|also read|read this|related"
         r"|recommended|more|now read"
         r"|related (?:stor(?:y|ies)|articles?|coverage|content|topics?|news|posts?|reading)|more (?:from"
         r"|on) [\w .'’&-]{2,50}"
         r"|(?:further|must) reading|(?:full|special|complete|more) coverage|go deeper|don['’]t miss|must[- ]read"
         r"|up next"
         r"|you (?:may|might) (?:also )?(?:like|be interested in)|also on [\w .]{2,30}|recommended for you"
         r"|what to read next)"
         r"\s?(?::|\.\.\.|…|»|>>).{0,220}",
         needles="see |read|relate|more|recommend|now read|further|must|coverage|full|special|complete|go deeper"
         "|don|up next|you m|also|what to",
         fold=True, longest=320),
    rule("related", r"(?:read more|read on|see more|more on this|most read|most popular|trending(?: now)?"
         r"|editors?['’] picks|learn more"
         r"|related (?:stor(?:y|ies)|articles?|content|topics?|posts?|links?)|recommended(?: stories)?"
         r"|further reading|also see"
         r"|see also|link copied|what to read next|top stories|show (?:all|more|less)|view (?:all|more))\W*",
         needles="read|see |more|most |trending|editor|learn|relate|recommend|further|also|link copied|what to"
         "|top stor|show|view",
         fold=True, longest=40, unit="sentence"),
    rule("related", r"(?:READ|WATCH|RELATED|MORE|STORY|VIDEO|PHOTOS|POLL|LISTEN|SEE|OPINION|GRAPHIC|MAP"
         r"|TIMELINE)\s?:\s?\S.{0,200}",
         r"(?:Read|Watch|See|Related|Listen):\s?\S.{0,160}", needles=":", longest=220),
    rule("related", r"\W{0,3}(?i:click (?:here|below|for|to (?:read|see|view|watch|listen|explore|enlarge|expand"
         r"|zoom|play|join|visit|learn|get)"
         r"|on the (?:link|image|graph\w*|headline|map|video|photo)s? (?:above |below |here )?(?:to|for))\b.{0,160})",
         r"\W{0,3}(?i:click to \w+\W*)",
         r"[^a-z]*\bCLICK (?:HERE|TO)\b[^a-z]*", needles="click", longest=200, unit="sentence"),
    rule("related", r"(?:read|see|watch|view|hear|listen to) (?:more|the (?:full|complete|entire|original|rest)"
         r"|all) (?:about|on|of|from|at|here"
         r"|story|article|coverage|opinion|column|report|interview|post|\w+ (?:story|article|coverage|column"
         r"|here))\b.{0,120}",
         needles="more|full|complete|entire|original|rest|all", fold=True, longest=160, unit="sentence"),
    rule("related", r"\[(?-i:[A-Z][A-Z' ,.&-]{4,}[A-Z' ,.!?&-]{4,90})\]",
         r"\[(?:read|watch|listen|sign|get|see|click|related|subscribe)\b[^\[\]]{3,220}\]", needles="[", fold=True,
         longest=240),
    rule("related", r"this (?:article|story|post) tagged under:?.*", r"(?:tagged|tags|topics|filed under"
         r"|categories)\s?:\s.{2,200}",
         needles="tag|this |topics|filed|categories", fold=True, where="edge"),
    # Newsletters, subscriptions.
    rule("newsletter", r".*\b(?:by signing up,? you|you can unsubscribe|invalid email"
         r"|encountered an issue signing|email \(required\)"
         r"|please verify you|we have more newsletters|thank you for (?:subscribing|signing)).*",
         needles="by signing|unsubscribe|invalid email|encountered an|email (req|please verify|newsletters"
         "|thank you for", fold=True, longest=8000),
    rule("newsletter", r".*\b(?:in|to|into|for|of) your in-?box\b.*", needles="inbox|in-box", fold=True, longest=420,
         unit="both", loose=True),
    rule("newsletter", r"\W{0,4}(?:(?:click here to |please )?(?:sign up|signup|subscribe|register)|want|get|join"
         r"|receive|looking for more)\b"
         rf"(?=.*{OFFER}).*\b(?:sign up|signup|subscri\w+|newsletters?|e-?mail alerts?)\b.*",
         needles="sign|subscri|newsletter|alert", fold=True, longest=420, unit="both"),
    rule("newsletter", rf"\W{{0,4}}(?:sign up|signup|subscribe)\b(?=.*{OFFER}).*", "(?:manage|our|more) newsletters?",
         r"newsletter(?: sign-?up)?", "sign up", "subscribe", needles="sign|subscri|newsletter", fold=True,
         longest=320, unit="both"),
    rule("newsletter", r"(?:[A-Z][\w'’]*\s){0,4}(?i:newsletter)\s(?i:sign up|get|your guide|a daily|the|subscribe"
         r"|dive).*",
         needles="newsletter", longest=700),
    rule("subscription", r".*\b(?:already a (?:subscriber|member)|(?:this|the) (?:article|story"
         r"|content) is (?:only )?(?:for|available to) "
         r"(?:our )?subscribers|subscribers? only|subscribe (?:now |today )?(?:for|to) (?:as little|just|only"
         r"|unlimited|continue|read)"
         r"|you(?:['’]ve| have) (?:reached|read) your.{0,40}(?:limit|free articles)|unlimited (?:digital )?access"
         r"|(?:log|sign) in to (?:continue|read)|create (?:a |an )?(?:free )?account to|articles? (?:left"
         r"|remaining) this month"
         r"|for subscribers:|removed the paywall|no paywall)\b.*",
         needles="subscri|already a|limit|free articles|unlimited|log in|sign in|account|this month|paywall",
         fold=True, longest=420, unit="both", loose=True),
    rule("subscription", r"(?:(?:log|sign) in|register|my account|subscribe today)\W*",
         needles="log in|sign in|register|my account|subscribe",
         fold=True, longest=25, unit="both"),
    # Pleas: somebody is spoken to, asked for something, and it is journalism. None of it in quotation marks.
    rule("plea", r"(?=.*\b(?:you|your|our|us|we)\b|\W*(?:please|support|help|become|join|donate|subscribe)\b)"
         r"(?=.*\b(?:please (?:consider|help|support|donate|give|chip in)|you can help|(?:we|I) (?:urge|ask) you"
         r"|supporting our|to support our"
         r"|help (?:us (?:continue|keep|remain|report|raise|reach|stay|produce|fund|grow)|keep (?:this|our|us|it)"
         r"|support)"
         r"|support (?:our|independent|quality|nonprofit|non-profit|local)|become a (?:member|subscriber|supporter)"
         r"|if you (?:value|appreciate|like|enjoy)))"
         r"(?=.*\b(?:journalis\w+|newsroom|consider donating|contribution|donation|news free"
         r"|our (?:work|writers|reporters"
         r"|reporting|mission|site|podcast))\b)[^\"“”]*",
         needles="please|you can|help|support|urge|ask you|become|if you", fold=True, longest=900,
         unit="both", loose=True),
    rule("plea", r"\W*(?:donate|chip in|give)\b[^\"“”]{0,60}\b(?:a|per|every|each) (?:day|week|month|year)\b[^\"“”]*",
         r"\W*your (?:gift|donation|contribution|support) (?:pays|helps|keeps|funds|makes|will|allows|enables)\b"
         r"[^\"“”]*",
         needles="donate|chip in|give|your ", fold=True, where="end", longest=400),
    rule("plea", r"\W*(?:donate|chip in|give|contribute) (?:now|today|here)\b.{0,60}(?<!:)",
         r"support .{3,40} explanatory journalism",
         r"support (?:(?:the|our|us)\s?)?(?-i:[A-Z][\w'’.]*\s?){0,5}[!.]?", needles="donate|chip in|give"
         "|contribute|support", fold=True,
         where="edge", longest=100, unit="both"),
    rule("plea", r"(?:donate|donate now|make a donation|give now|support us|join us|become a member)\W*",
         needles="donat|make a|give now|support us|join us|become", fold=True, longest=30, unit="both"),
    # Sharing and following.
    rule("social", rf"\W{{0,4}}(?:you can (?:also )?)?follow\b.{{0,160}}(?:@\w|{SITES}|https?://).{{0,160}}",
         needles="follow|you can", fold=True,
         longest=320, unit="sentence"),
    rule("social", r"\W{0,4}(?:like|join|find|friend|watch|visit|see|connect with|tweet) (?:us|me|him|her|them|it"
         r"|(?-i:\"?[A-Z])[\w .'’\"]{1,40}?)"
         rf" (?:on|at) (?:our )?{SITES}.{{0,160}}", needles="like|join|find|friend|watch|visit|see|connect"
         "|tweet", fold=True, longest=240, unit="sentence"),
    rule("social", rf"(?:(?:{SITES}|follow|e-?mail|print|share[ds]?|tweet|comments?|pin|post|link|copy link|messenger"
         r"|sms|more|embed|save|and|on|via|to|\d+k?|this|story|article|click|listen|a friend|in new window|opens)\b"
         r"|[\W_])++",
         needles="twitter|facebook|share|tweet|print|email|e-mail|comment|whatsapp|linkedin|follow|instagram|link"
         "|copy link", fold=True, longest=160),
    rule("social", r"(?:listen to article \d+:\d\d )?share this (?:article|story)\b.{0,80}",
         "read or share this story:.*",
         r"click to (?:share|email|print).*", r"(?:share|tweet|pin|email)(?: (?:this|it))? (?:on|via"
         r"|to) .{2,40}", r"who['’]s tweeting\?",
         r".{0,12}\bshares?\b\W*", needles="share|click to|tweet|pin|email|who", fold=True, longest=200),
    rule("social", r"@\w{2,30}", needles="@"),
    # Ways to write back.
    rule("contact", r"\W*(?:(?:please )?(?:e-?mail|write(?: to)?|contact|reach|send (?:(?:your|news|story"
         r"|a) )*(?:tips?|letters?|comments?|questions?"
         r"|e-?mails?)(?: to)?|tips?|got a (?:news )?tip|have a (?:news )?(?:tip|story|question)|twitter\s?:"
         r"|to (?:submit|respond)|share your)\b"
         r".{0,140}\S+\s?@\s?\S+.{0,80})", needles="@", fold=True, longest=320, unit="sentence"),
    rule("contact", r"\W*(?:have|got) a (?:news )?(?:tip|story)\b[^.?!]{0,60}\?",
         r"\W*(?:have|got) (?:a |any )?(?:\w+ )?(?:tips?|question|story idea|feedback)\b.{0,200}\?.{0,160}"
         r"(?:e-?mail|send|contact|let us know|here|submit|ask)\b.{0,120}", r"\W*send a tip to .*",
         r"\W*let us know what you.{0,160}@.{0,60}",
         r"\W*we want to hear (?:from you|what you think).{0,200}", r"\W*what do you think\?.{0,60}(?:comment"
         r"|tell us|join)\b.{0,120}",
         r"\W*(?:leave|post|add) a (?:comment|reply)\b.{0,60}", r"\W*(?:view|show|hide|read"
         r"|see) (?:all )?(?:\d+ )?comments\W*",
         r"\W*comments? (?:are )?(?:closed|policy|section|guidelines)\b.{0,120}", r"\W*join the (?:conversation"
         r"|discussion)\W*.{0,80}",
         r"\W*(?:use this form to|please include a) .{0,160}", r"\W*you can also contact us.{0,160}",
         needles="tip|question|story idea|feedback|let us|we want|think?|what do|comment|reply|join the|use this"
         "|please include|you can also",
         fold=True, longest=420, unit="both"),
    rule("contact", r"\W*[\w.+-]+\s?@\s?[\w-]+\.[\w.]+\W*", r"\[email\sprotected\]", needles="@|[email", longest=80),
    rule("poll", r"take our poll\b.{0,120}", r"vote (?:here|now)\b.{0,60}", r".{0,100}\bvote (?:here|now"
         r"|in (?:urgent )?(?:national )?poll)(?: now)?\W*",
         r"(?:urgent|reader) poll\s?:.{0,120}", "view results", r"create your own (?:poll|survey).{0,60}",
         needles="poll|vote|take our|urgent|reader|view results|create your", fold=True, longest=200),
)
