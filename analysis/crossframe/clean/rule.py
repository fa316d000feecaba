"""What a cleaning rule is, and the pieces of pattern that the rules share."""

import re
from typing import NamedTuple

__all__ = ["AGENCY", "CREDIT", "MADE_BY", "MONTH", "NAME", "PEOPLE", "PICTURE", "ROLE", "SHOWN", "SIGNED",
           "SIGNED_NAME", "SITES", "TIME", "WORD", "WORK", "Rule", "rule"]


class Rule(NamedTuple):
    """One kind of line (or piece of a line) that is not the article's."""

    reason: str
    pattern: re.Pattern  # fits the whole line; for the rules of pieces, any part of it
    needles: tuple  # one of these lower-case pieces of text must be there (none: any line is tried); spares time
    where: str  # "any", "top" (before the first paragraph), "end" (after the last), "edge" (either), or "piece": within
    longest: int  # longer lines are left alone
    unit: str  # "line"; "sentence" (a line that is one, or the last of a line); "both"
    loose: bool  # fits by words anywhere in the line: its first sentence must speak of the outlet or its readers


def rule(reason, *patterns, needles=(), fold=False, where="any", longest=300, unit="line", loose=False):
    """A rule that fits where a pattern does; `needles`: a tuple, or parted by strokes; `fold` lets go of case."""
    pattern = re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE if fold else 0)
    needles = tuple(needles.split("|")) if isinstance(needles, str) else needles
    return Rule(reason, pattern, needles, where, longest, unit, loose)


# Possessive quantifiers ({2,60}+, *+) reach to the next stroke and are never tried shorter, so that lists of numbers
# and dashes cost no more than other lines. A name needs capitals: (?-i:...) where the rest lets go of case.
WORD = r"(?-i:[A-ZÀ-ÞŠŽ][\w.'’-]*)"
NAME = rf"(?-i:{WORD}(?:\s(?:(?:de|van|von|der|den|al|bin|la|le|di|da|del)\s)?{WORD}){{1,3}})"
PEOPLE = rf"{NAME}(?:(?:,?\s(?:and|&)\s|,\s|/){NAME})*"
ROLE = (r"(?i:(?:[\w.'’&/-]+\s){0,5}(?:staff|writers?|reporters?|correspondents?|editors?|columnists?|contributors?"
        r"|journalists?|bureau(?: chief)?|network|news(?: service)?|editorial board|board of contributors)"
        r"(?:\s(?:for|at|of|to)\s(?:[\w.'’&-]+\s?){1,6})?)")
MONTH = (r"(?i:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
     r"|oct(?:ober)?"
         r"|nov(?:ember)?|dec(?:ember)?)")
TIME = (rf"(?i:(?:\b(?:{MONTH}|mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b|\b[ap]\.?m\b\.?"
        r"|\b(?:[ecmp][sd]?t|gmt|bst|utc|eastern|central|pacific|time|at|on|noon|midnight)\b"
        r"|\d+(?:st|nd|rd|th|am|pm|h)?\b|[\W_])*)")
AGENCY = (r"(?-i:AP|A\.P\.|Associated Press|AFP|Reuters|REUTERS|Getty|Getty Images|EPA|EFE|TASS|Xinhua|VCG"
     r"|Bloomberg|UPI|PA"
          r"|TNS|MCT|Shutterstock(?:\.com)?|iStock(?:photo)?|Pixabay|Unsplash|Flickr|Wikimedia Commons"
          r"|CQ Roll Call|Roll Call"
          r"|NurPhoto|S[iI][pP][aA](?: USA)?|Z[uU][mM][aA](?: Press| Wire)?|Anadolu(?: Agency)?|Corbis|Alamy"
          r"|Redux|Polaris"
          r"|Magnum|Pool|POOL|Handout|Staff|Kyodo(?: News)?|Yonhap|DPA|dpa|ANP|Ritzau|NTB|CP|Sputnik|RIA(?: Novosti)?)")
PICTURE = r"(?:(?:[Ff]ile |[Pp]ool )?(?:[Pp]hotos?|[Ii]mages?|[Pp]ictures?|PHOTO)\b)"
MADE_BY = (r"(?i:(?:photo(?:graph)?s?(?:/video|/illustration)?|image|picture|illustration|screenshot|screengrab|credit"
           r"|photographer|top image|photo[- ]illustration|lead image)(?:[- ](?:credits?|source|illustration|by))?)")
REST = r"(?:\s?(?:[/|—–;,]|via\b)\s?[\w.'’&@ -]{2,60}+)*+"
OWNED = rf"{AGENCY}(?:\s?/\s?[\w.'’ -]{{2,60}}+)++"  # "AGENCY/Jane Roe"
LISTED = rf"(?:[\w.,'’&@ -]{{2,60}}+[/|—–]\s?)++{AGENCY}"  # "Jane Roe/Paper/AGENCY"
# "Jane Roe / Quay Pictures", "/Lantern Photo"
HOUSE = rf"(?:{WORD}\s){{0,3}}(?:Pictures?|Photos?|Photography|Images?|Agency|Press|Wire|Newswire|Media)"
SHOWN = r"/\s?(?-i:[A-Z][\w.-]*)(?:\s[\w.-]+){0,3}?\s(?:Photo|Image|Picture|Graphic)s?"
CREDIT = rf"(?:{OWNED}|(?:{LISTED}|{AGENCY})(?:\s{PICTURE})?{REST})"
SIGNED = (rf"(?:{OWNED}|{LISTED}|{NAME}\s?/\s?{HOUSE}|{SHOWN}|[|/]\s?{AGENCY}|{AGENCY}\s{PICTURE}"
          r"|(?:[\w.'’& -]{2,50}\s)?Getty Images"
          r"|(?<=[.?!]\s)(?:Associated Press|Bloomberg News|Agence France-Presse|European Pressphoto Agency)"
          rf"|(?:[\w.,'’&/ -]{{2,80}}\s)?via\s{AGENCY})(?:\s{PICTURE})?{REST}")
SIGNED_NAME = (rf"(?:{NAME}(?:,\s{NAME})*\s?[/—]\s?(?:{AGENCY}|(?:(?:The|the) )?{WORD}(?:\s{WORD}){{0,4}})"
               rf"(?:\s?(?:/|,|\svia\s)\s?(?:{AGENCY}|{WORD}))*(?:\s{PICTURE})?|{AGENCY}\s?/\s?{NAME}"
               rf"|{NAME}\s?[/—]\s?{AGENCY}.{{0,60}}|{NAME}(?:,\s{NAME})*\svia\s{WORD})")
SITES = (r"(?i:twitter|facebook|instagram|youtube|linkedin|flipboard|whatsapp|snapchat|tiktok|pinterest|reddit|telegram"
         r"|google\+)")
WORK = r"(?i:story|article|report|post|piece|column|item|essay|page|dispatch|blog(?: post)?|commentary|op-?ed)"
