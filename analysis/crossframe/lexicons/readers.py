"""Lexicon files of the kinds researchers hold -> pairs of a term and its score or category."""

import io
import json
import re

import pandas as pd

from crossframe.errors import DataError, ReadError, need

TERM_COLUMNS = ("term", "word", "token", "ngram", "phrase", "entry")
SCORE_COLUMNS = ("score", "value", "valence", "weight", "polarity")
CATEGORY_COLUMNS = ("category", "frame", "topic", "sentiment", "label", "class")
NOT_MARKED = ("", "0", "0.0", "false", "no", "nan", "none")  # in a column of marks
MARKED = ("1", "1.0", "x", "yes", "true")
CONDITIONAL = "(conditional)"  # the category of LIWC entries that count only before or after another word


def read_pairs(path):
    """Terms of one file, with a score (number) or a category (text) each.

    Parameters
    ----------
    path : Path
        .csv, .tsv, .txt (term, tab, score), .dic or .dicx (LIWC), .yml or .yaml (quanteda), .lc3 (Lexicoder), .json.

    Returns
    -------
    list of (str, float or str)

    Raises
    ------
    ReadError
        Names the file, the line where there is one, and the remedy.
    """
    readers = {".csv": _table, ".tsv": _table, ".txt": _scored_lines, ".dic": _liwc, ".dicx": _liwc_wide, ".yml": _yaml,
               ".yaml": _yaml, ".lc3": _lexicoder, ".json": _json}
    if path.suffix.lower() not in readers:
        raise ReadError(f"a lexicon file ends in {', '.join(readers)}, not {path.suffix or 'nothing'!r}.", file=path)
    return readers[path.suffix.lower()](text_of(path), path)


def read_categories(path):
    """Entries of one file, with a category each: as ``read_pairs``, for files without scores.

    Parameters
    ----------
    path : Path
        .csv or .tsv as ``categories_of_table`` takes them, or another file that ``read_pairs`` takes.

    Returns
    -------
    list of (str, str)

    Raises
    ------
    ReadError
        Names the file, the line where there is one, and the remedy; also where the file has scores.
    """
    suffix = path.suffix.lower()
    if suffix in (".csv", ".tsv"):
        text = text_of(path)
        return categories_of_table(_frame(text, path, _separator(text, path)), str(path))
    if suffix == ".txt":
        raise ReadError("a .txt file says no category; give a dict, {'category': [...]}, or the folder of such files.",
                        file=path)
    pairs = read_pairs(path)
    if pairs and not isinstance(pairs[0][1], str):
        raise ReadError("has scores, not categories; cf.sentiment(corpus, lexicon=...) takes such lists.", file=path)
    return pairs


def text_of(path):
    """A file's text: UTF-8, else Windows-1252, which older lists are in.

    Raises
    ------
    ReadError
        The file is empty or no text.
    """
    raw = path.read_bytes()
    if not raw.strip():
        raise ReadError("the file is empty.", file=path)
    if b"\0" in raw:
        raise ReadError("the file is no text (it holds zero bytes); save it as UTF-8 text.", file=path)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def pairs_of_folder(folder):
    """Lists of words, one file a category: ``positive-words.txt`` holds the category "positive".

    Lines that begin with ``;`` or ``#`` are comments, as in Hu & Liu's files.
    """
    files = sorted(folder.glob("*.txt"))
    if not files:
        raise ReadError("holds no .txt lists; Hu & Liu's are positive-words.txt and negative-words.txt.", file=folder)
    categories = {path: re.sub(r"[-_ ]?words$", "", path.stem.lower()) for path in files}
    return [(line, category) for path, category in categories.items() for _, line in _lines(text_of(path))]


def pairs_of_table(frame, what):
    """Pairs of a table that has a term column and a score or a category column.

    Raises
    ------
    DataError
        A column is missing, or a row lacks its term, its category or a score that is a number.
    """
    term, score, category = (_column(frame, group) for group in (TERM_COLUMNS, SCORE_COLUMNS, CATEGORY_COLUMNS))
    if term is None or score is None and category is None:
        have = ", ".join(map(str, frame.columns))
        raise DataError(f"{what} needs a column term and a column score or category; it has {have}.")
    values = frame[category] if score is None else pd.to_numeric(frame[score], errors="coerce")
    if (bad := (frame[term].isna() | values.isna()).to_numpy()).any():
        row, wanted = int(bad.argmax()), "a category" if score is None else "a number as its score"
        raise DataError(f"{what}, row {row + 1} lacks a term or {wanted}: {frame.iloc[row].to_dict()}; "
                        f"{int(bad.sum())} of {len(frame)} rows do.")
    values = values.astype(str).str.strip() if score is None else values.astype(float)
    return list(zip(frame[term].astype(str), values.tolist(), strict=True))


def categories_of_table(frame, what):
    """Pairs of an entry and its category, of a table in one of three forms.

    A column of entries and one of their categories; a column of entries and a column a category, filled where the entry
    belongs to it; or a column of entries a category.

    Raises
    ------
    DataError
        The table has scores, a category has no entries, or a cell is no mark.
    """
    term, score, category = (_column(frame, group) for group in (TERM_COLUMNS, SCORE_COLUMNS, CATEGORY_COLUMNS))
    if term is not None and category is not None:
        return pairs_of_table(frame[[term, category]], what)
    if term is not None and score is not None:
        raise DataError(f"{what} has scores, not categories; cf.sentiment(corpus, lexicon=...) takes such lists.")
    if term is not None:
        lists = {name: frame[term][_members(frame, term, name, what)] for name in frame.columns if name != term}
    else:
        lists = {name: frame[name][_marked(frame[name], empty=("", "nan", "none"))] for name in frame.columns}
    return list(leaves({str(name).strip(): entries.tolist() for name, entries in lists.items()}, what))


def _members(frame, term, name, what):
    """Which terms a column marks, refusing what is no mark."""
    marked, said = _marked(frame[name]), frame[name].astype(str).str.strip()
    strange = marked & ~said.str.lower().isin(MARKED) & (said != frame[term].astype(str).str.strip())
    if strange.any():
        raise DataError(f"{what}: column {str(name)!r} says {said[strange].iloc[0]!r}, which is no mark. Beside "
                        f"{str(term)!r} a column is a category, with 1 or x where the term belongs to it; where it "
                        "holds the categories' names, call it category (columns term, category).")
    return marked


def _marked(column, empty=NOT_MARKED):
    """Which cells of a column are filled."""
    return column.notna() & ~column.astype(str).str.strip().str.lower().isin(empty)


def _column(frame, group):
    by_name = {str(name).strip().lower(): name for name in frame.columns}
    return next((by_name[name] for name in group if name in by_name), None)


def _lines(text):
    """(1-based number, line) of the lines that are neither empty nor comments."""
    numbered = ((number, line.strip()) for number, line in enumerate(text.splitlines(), 1))
    return [(number, line) for number, line in numbered if line and line[0] not in ";#"]


def _frame(text, path, separator):
    try:
        return pd.read_csv(io.StringIO(text), sep=separator, dtype=str, keep_default_na=False, na_values=[""])
    except (pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise ReadError(f"cannot be read as a table: {error}", file=path) from error


def _table(text, path):
    return pairs_of_table(_frame(text, path, _separator(text, path)), str(path))


def _separator(text, path):
    """What parts the columns: semicolons where spreadsheets have a decimal comma."""
    header = text.partition("\n")[0]
    return "\t" if path.suffix.lower() == ".tsv" else ";" if ";" in header and "," not in header else ","


def _scored_lines(text, path):
    """AFINN's form: term, tab, score."""
    pairs = []
    for number, line in _lines(text):
        term, _, score = line.partition("\t")
        try:
            pairs.append((term, float(score)))
        except ValueError:
            raise ReadError(
                f"each line is a term, a tab and a score, not {line[:60]!r}; for lists without scores give a dict, "
                "{'positive': [...], 'negative': [...]}, or a folder with positive-words.txt and negative-words.txt.",
                file=path, line=number) from None
    return pairs


def _liwc(text, path):
    """Numbered categories between two lines of %, then lines of a term and its categories' numbers."""
    lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    marks = [place for place, (_, line) in enumerate(lines) if line == "%"]
    if len(marks) < 2:
        raise ReadError("a LIWC dictionary begins with its categories between two lines of %.", file=path)
    header = [line.split(None, 1) for _, line in lines[marks[0] + 1:marks[1]]]
    names = {parts[0]: parts[-1].split("(")[0].strip() for parts in header}
    pairs = []
    for number, line in lines[marks[1] + 1:]:
        term, numbers = _liwc_entry(line)
        if re.search(r"[(<)>/]", numbers):
            pairs.append((term, CONDITIONAL))
            continue
        if not numbers or (unknown := set(numbers.split()) - set(names)):
            problem = f"the category {min(unknown)}, which the header lacks" if numbers else "no category"
            raise ReadError(f"{line!r} names {problem}; it has {', '.join(names)}.", file=path, line=number)
        pairs += [(term, names[key]) for key in numbers.split()]
    return pairs


def _liwc_entry(line):
    """A term (which may be a phrase) and the rest of its line."""
    term, tab, numbers = line.partition("\t")
    if tab:
        return term.strip(), numbers.strip()
    found = re.match(r"(.*?)\s+([\d\s(<][\d\s()<>/\w]*)$", line)
    return found.groups() if found else (line, "")


def _liwc_wide(text, path):
    """LIWC-22's form: a column a category, filled where the term belongs to it."""
    frame = _frame(text, path, ",")
    return [(term, str(category).strip()) for category in frame.columns[1:]
            for term in frame.iloc[:, 0][_marked(frame[category])].astype(str)]


def _lexicoder(text, path):
    """Lexicoder's form: a line + and the category, then its terms, one a line."""
    pairs, category = [], None
    for number, line in enumerate(text.splitlines(), 1):
        line = line.strip()
        if line.startswith("+"):
            category = line.strip("+ ")
        elif line and category is None:
            raise ReadError(f"{line[:60]!r} stands before the first category; a category is a line such as +positive.",
                            file=path, line=number)
        elif line:
            pairs.append((line, category))
    return pairs


def _yaml(text, path):
    """quanteda's form: categories, nested or not, over lists of terms."""
    yaml = need("yaml")
    try:
        tree = yaml.load(text, Loader=yaml.BaseLoader)  # BaseLoader keeps the word "no" a word
    except yaml.YAMLError as error:
        line = error.problem_mark.line + 1 if getattr(error, "problem_mark", None) else None
        raise ReadError(f"is no YAML: {getattr(error, 'problem', error)}.", file=path, line=line) from error
    if not isinstance(tree, dict):
        raise ReadError("a quanteda dictionary is categories over lists of terms.", file=path)
    return list(leaves(tree, str(path)))


def _json(text, path):
    """Categories, nested or not, over lists of terms; terms with their scores; or rows as a table has them."""
    try:
        tree = json.loads(text)
    except json.JSONDecodeError as error:
        raise ReadError(f"is no JSON: {error.msg}.", file=path, line=error.lineno) from error
    if isinstance(tree, list) and tree and all(isinstance(row, dict) for row in tree):
        return pairs_of_table(pd.DataFrame(tree), str(path))
    if not isinstance(tree, dict):
        raise ReadError("holds categories over lists of terms, or rows with term and category.", file=path)
    if tree and all(isinstance(value, int | float) and not isinstance(value, bool) for value in tree.values()):
        return [(term, float(score)) for term, score in tree.items()]
    return list(leaves(tree, str(path)))


def leaves(tree, what, above=()):
    """Pairs of an entry and its category, of categories over lists of entries; nested ones become a/b.

    Raises
    ------
    DataError
        A category has no name, or no entries.

    Examples
    --------
    >>> list(leaves({"sea": {"tide": ["ebb", "flow"]}, "land": "road"}, "the dict"))
    [('ebb', 'sea/tide'), ('flow', 'sea/tide'), ('road', 'land')]
    """
    if isinstance(tree, dict):
        for key, below in tree.items():
            names = (*above, str(key).strip())
            if not names[-1]:
                raise DataError(f"{what}: a category has no name.")
            if below is None or isinstance(below, str | dict | list | tuple | set | frozenset) and not below:
                raise DataError(f"{what}: the category {'/'.join(names)!r} holds no entries; fill it or take it out.")
            yield from leaves(below, what, names)
    elif isinstance(tree, list | tuple):
        for below in tree:
            yield from leaves(below, what, above)
    elif isinstance(tree, set | frozenset):
        yield from leaves(sorted(tree, key=str), what, above)
    else:
        yield tree, "/".join(above)
