"""A parse as plain lists, to be asked for heads, children and phrases."""

from bisect import bisect_left

__all__ = ["Parse"]


class Parse:
    """The tokens of :func:`crossframe.language.read_language`, to be looked up by text and character.

    Parameters
    ----------
    language : Language
    texts : list of str
        The texts that were read.
    """

    def __init__(self, language, texts):
        tokens = language.tokens
        self.texts = texts
        self.text, self.sentence = tokens.text.tolist(), tokens.sentence.tolist()
        self.start, self.end, self.head = tokens.start.tolist(), tokens.end.tolist(), tokens["head"].tolist()
        self.lemma, self.pos = tokens.lemma.astype(object).tolist(), tokens.pos.astype(object).tolist()
        self.tag, self.dep = tokens.tag.astype(object).tolist(), tokens.dep.astype(object).tolist()
        self.children = [[] for _ in self.head]
        for token, head in enumerate(self.head):
            if head != token:
                self.children[head].append(token)
        self._places = list(zip(self.text, self.start, strict=True))

    def __len__(self):
        return len(self.head)

    def word(self, token):
        """The token as it stands."""
        return self.texts[self.text[token]][self.start[token] : self.end[token]]

    def within(self, text, start, end):
        """Tokens that begin in a stretch of a text, as a range; empty where it was not parsed."""
        return range(bisect_left(self._places, (text, start)), bisect_left(self._places, (text, end)))

    def root(self, span):
        """The token of a stretch that all others hang on, or None."""
        return next((token for token in span if self.head[token] not in span or self.head[token] == token), None)
