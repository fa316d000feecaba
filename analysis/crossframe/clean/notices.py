"""Rules for what is said about the article: who wrote it and when, from what, who owns it, what was changed in it."""

import re

from crossframe.clean.rule import MONTH, PEOPLE, ROLE, TIME, WORD, WORK, rule

__all__ = ["DATELINE", "LINES"]

OF = (r"(?i:and|in|from|for|of|at|the|with|by|staff|agenc\w+|wires?|services?|reports|correspondents?|writers?"
      r"|additional|reporting|writing|editing|graphics?)\b")
STOP = r"[a-z\d]{2}[.?!][\"”]?\s[\"“•*–—-]*\s?[A-Z]"  # a sentence ends and another begins
CHANGED = r"(?:updated|amended|corrected|edited|modified|revised|republished|excerpted|adapted)"
STAMP = rf"(?:\s?[-–—|•·,/]\s?(?i:(?:last )?(?:updated|published|posted)?){TIME})?"

LINES = (
    rule("contributed", rf"\W*(?:(?!\b(?:that|who|which)\b|{STOP}).){{2,220}}?\b(?i:contributed (?:to this "
         rf"(?:{WORK}|coverage|reporting)|reporting|research to this|additional|from)|contributed\.?$)"
         rf"(?:(?!\b(?:said|says)\b|{STOP}).){{0,100}}",
         needles="contributed", longest=420, unit="sentence"),
    rule("contributed", rf"(?:{WORD}\s){{1,5}}(?:and (?:{WORD}\s){{1,4}})?reported from (?:{WORD}|and|in|the|[,.;\s])+",
         needles="reported from", where="edge", unit="sentence"),
    rule("contributed", r"\W*contributed to this (?:report|story|article|post).{0,60}", r"\W*(?:contributing"
         r"|contributors)\s?:.{2,300}",
         needles="contribut", fold=True, longest=420, unit="both"),
    rule("contributed", r"\W*(?i:with (?:\w+ )?(?:inputs?|reporting|files?|assistance|contributions?|reports?"
         r"|wires?)|(?:additional |further )?(?:reporting|research)"
         rf"|writing|editing|compiled|written|edited|translated)(?: (?i:from|by)| ?$)(?:\s?(?:{WORD}|{OF}"
         rf"|[,;:/&—–.-]))*\W*",
         needles="with |additional|further|reporting|research|writing|editing|compiled|written|edited"
         "|translated", where="edge", longest=380, unit="sentence"),
    rule("contributed", r"\((?:with (?:\w+ ){0,2}(?:inputs?|reporting|files|reports?|material|agencies)"
         r"|additional reporting|reporting|writing|editing)\b"
         r"[^()]{2,400}\)(?:\s?\S+@\S+)?", needles="(", fold=True, longest=500, unit="sentence"),
    rule("contributed", rf"\W*this {WORK} (?:is|was) (?:based|written|produced|reported|compiled|published"
         rf"|adapted|provided)\b.{{0,40}}"
         r"\b(?:wire|agenc|associated|reuters|by|in|with|on|from)\b.{0,160}",
         rf"\W*this {WORK} (?:contains|includes|uses) (?:material|information|reporting)\b.{{0,120}}",
         r"\W*material from .{2,80} (?:was|were) used in this \w+\W*",
         r"\W*(?:the )?associated press (?:contributed|reports?)\W*",
         needles="this |material|associated|the associated", fold=True, where="edge", longest=260, unit="sentence"),
    rule("copyright", r"\W*(?:copyright|©|©️)\s?(?:©|\(c\)|by|\d{4}).{0,240}", r"\W*\(c\) \d{4}.{0,200}",
         r"[^\"“.?!]{0,200}\ball rights reserved\b[^\"“]{0,240}", r"\W*it may not be (?:reproduced|republished"
         r"|reprinted)\b.*",
         rf"\W*(?:this|the|our|its) (?:{WORK}|material|content|transcript)s?\b.{{0,80}}\bmay not be "
         r"(?:published|reproduced|broadcast|reprinted|copied|republished|in its final)\b.*",
         r"\W*distributed by .{3,60}",
         r"\W*content created by the .{3,40} is available without charge.*",
         needles="copyright|(c)|©|rights reserved|may not be|distributed by|without charge", fold=True, longest=600,
         unit="both"),
    rule("copyright", r"\W*.{0,80}\breprinted (?:here )?with permission\b.{0,80}", needles="reprinted", fold=True,
         where="edge", longest=180, unit="both"),
    rule("correction", r"\W*(?:corrections?(?: (?:&|and) (?:amplifications?|clarifications?))?|clarifications?"
         r"|editors?['’]?s? notes?|note to readers"
         r"|author['’]s note|disclosure|disclaimer)\s?(?:\([^()]{2,60}\)\s?)?[:—–]\s?.*",
         r"corrections?(?: & amplifications?)?\W*",
         needles="correction|clarification|editor|note|author|disclos|disclaimer", fold=True, longest=900),
    rule("correction", rf"\W*an? (?:earlier|previous|prior|original) version of this (?:{WORK}|headline"
         rf"|caption).{{0,400}}",
         rf"\W*this {WORK} (?:was|has been|is being|will be) (?:since |being |(?:last |originally "
         rf"|first )(?:published|posted|appeared|ran)|(?:last )?{CHANGED}).{{0,400}}",
         rf"\W*this {WORK} (?:originally|first) (?:appeared|ran|published).{{0,400}}",
         r"\W*this is a (?:developing|breaking)(?: news)? (?:news )?(?:story|report).{0,400}",
         r"\W*(?:the )?(?:story|article|headline|post) has been (?:updated|corrected).{0,400}",
         r"\W*(?:originally|first) published (?:at|on|in|by).{0,400}",
         r"\W*check back for updates.{0,400}", r"[^\"“]{10,300}\b(?:in|of) an? (?:earlier"
         r"|previous) version of this (?:story|article|post|column)\b.{0,60}",
         needles="version of this|this |updated|corrected|originally|first published|check back", fold=True,
         longest=700, unit="both"),
    rule("timestamp", rf"\W*(?:this {WORK} (?:was |has been )?)?(?:last |first |originally )?(?:updated?"
         rf"|published|posted|modified|filed|created|revised)\b{TIME}",
         needles="update|published|posted|modified|filed|created|revised", fold=True, longest=120, unit="both"),
    rule("timestamp", r"\W*(?:about |over )?(?:\d+|an?) (?:second|minute|hour|day|week|month|year|min|hr)s? ago\W*",
         r"\W*this article is more than .{3,30} old\W*", r"\W*\d+ min(?:ute)?s? read\W*", r"\W*\d+:\d\d\W*",
         needles="ago|this article|read|:", fold=True, longest=60),
    rule("timestamp", rf"(?=.*\d)(?=.*(?:\b{MONTH}\b|\d[/.-]\d+[/.-]\d)){TIME}", where="top", longest=60),
    rule("label", r"(?:(?:news )?analysis(?:/opinion)?|opinion|commentary|editorial|exclusive|story highlights"
         r"|key points|special report)\s?:?",
         needles="analysis|news analysis|opinion|commentary|editorial|exclusive|story|key points|special", fold=True,
         where="top", longest=40),
    rule("byline", rf"(?:(?:written |posted |reported |story |analysis |blog |video |text )?by:?)\s(?:{PEOPLE}"
         rf"|{WORD})(?:(?:,\s|\s[-–—|]\s|\s[|•·]\s?){ROLE})*"
         rf"(?:\W*(?:for )?(?:{WORD}\s?){{0,6}})?{STAMP}", needles="by|written|posted|reported|story|analysis"
         "|blog|video|text", fold=True,
         where="edge", longest=200),
    rule("byline", rf"{PEOPLE},\s{ROLE}{STAMP}", where="top", longest=160,
         needles="staff|writer|reporter|correspondent|editor|columnist|contributor|journalist|bureau|network|news"
         "|board"),
    rule("byline", r"special (?:for|to) (?:the )?[\w .'’&-]{2,40}",
         r"(?:(?:guest|opinion|staff|senior|political|national|chief|associate|contributing|the"
         r"|our)\s)*(?:contributors?|columnists?|(?:staff )?writers?"
         r"|reporters?|correspondents?|editorial board|(?:contributing|senior|associate|managing|deputy) editors?"
         r"|staff reports?|wire reports?)",
         needles="special|contributor|columnist|writer|reporter|correspondent|editor|staff|wire", fold=True,
         where="top", longest=60),
    rule("bio", rf"[^\w\"“‘'@]{{0,4}}(?:(?:about the authors?:?|the (?:author|writer)s?)\s)?(?:{PEOPLE}"
         rf"|the (?:author|writer)s?|he|she|they)(?:,[^,]{{2,80}},)?"
         r"\s(?:is|are|was|serves?|served|covers?|covered|writes?|works?|hosts?|teaches|(?:can|may) be (?:reached"
         r"|contacted|followed))\b"
         r"(?=.*(?:@\w|columnist|editor|reporter|correspondent|contribut|fellow|professor|author of|host of"
         r"|follow|e-?mail|twitter|writer|analyst"
         r"|commentator|director|president of|strategist|journalist|producer|attorney|lawyer)).*",
         needles="is|are|was|serve|cover|write|work|host|teach|can be|may be", fold=True, where="edge", longest=1200,
         unit="both"),
    rule("disclaimer", r"\W*(?:the )?(?:opinions?|views?)(?: and opinions?| and views?)? (?:expressed|presented"
         r"|contained)\b(?=.*\b(?:author|columnist|commentar|article"
         r"|column|own|his|hers|solely|their|not necessarily|contributor|channel|piece|video)).*",
         r"\W*.{0,120}\bopen discourse on a range of views\b.*",
         r"\W*(?:read|view|see) more opinions?(?: articles?)?(?: on| at)? .{2,40}", needles="opinion|view|discourse",
         fold=True, longest=420, unit="both"),
)

WIRE = (r"(?:CNN(?: Business|Money)?|AP|Associated Press|Reuters|REUTERS|AFP|UPI|Bloomberg|TASS|Xinhua|RNS|KHN"
        r"|CNS News|CNSNews\.com|CBS(?: News|/AP)?|NBC News|The Hill)")
PLACE = (r"[A-ZÀ-Þ][A-ZÀ-Þ.'’-]+(?:[\s/][A-ZÀ-Þ][A-ZÀ-Þ.'’-]+){0,4}(?:,\s(?:[A-Z][\w.]+\s?){1,3})?"
         rf"(?:,?\s{MONTH}\.?\s\d{{1,2}})?")
# "PORT SAND, Maine (AGENCY) - ", "(AGENCY) " or "PORT SAND — " before the first sentence.
DATELINE = re.compile(
    rf"(?:[A-Z][\w.'’-]*(?:[\s,/]+[A-Z][\w.'’-]*){{0,5}}\s?)?\((?:{WIRE}"
    rf"|[A-Z]{{2,6}}(?=\)\s?[-–—]))\)\s?(?:[-–—]{{1,3}}\s*|:\s|(?=\s|[A-Z\"“]))"
    rf"|{PLACE}\s?(?:—|–|--|\s-)\s?(?=[\"“‘'A-Z(\d])")
