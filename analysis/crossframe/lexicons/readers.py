"""Lexicon files of the kinds researchers hold -> pairs of a term and its score or category."""

import io
import re

import pandas as pd

from crossframe.errors import DataError, ReadError, need

TERM_COLUMNS = ("term", "word", "token", "ngram", "phrase", "entry")
SCORE_COLUMNS = ("score", "value", "valence", "weight", "polarity")
CATEGORY_COLUMNS = ("category", "sentiment", "label", "class")
CONDITIONAL = "(conditional)"  # the category of LIWC entries that count only before or after another word


def read_pairs(path):
    """Terms of one file, with a score (number) or a category (text) each.

    Parameters
    ----------
    path : Path
        .csv, .tsv, .txt (term, tab, score), .dic or .dicx (LIWC), .yml or .yaml (quanteda).

    Returns
    -------
    list of (str, float or str)

    Raises
    ------
    ReadError
        Names the file, the line where there is one, and the remedy.
    """
    readers = {".csv": _table, ".tsv": _table, ".txt": _scored_lines, ".dic": _liwc, ".dicx": _liwc_wide, ".yml": _yaml,
               ".yaml": _yaml}
    if path.suffix.lower() not in readers:
        raise ReadError(f"a lexicon file ends in {', '.join(readers)}, not {path.suffix or 'nothing'!r}.", file=path)
    return readers[path.suffix.lower()](text_of(path), path)


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
    return pairs_of_table(_frame(text, path, "\t" if path.suffix.lower() == ".tsv" else ","), str(path))


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
    names = {parts[0]: parts[-1].split("(")[0].strip().lower() for parts in header}
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
    return [(term, str(category).strip().lower()) for category in frame.columns[1:]
            for term in frame.iloc[:, 0][frame[category].notna()].astype(str)]


def _yaml(text, path):
    """quanteda's form: categories, nested or not, over lists of terms."""
    yaml = need("yaml", "lexicons")
    try:
        tree = yaml.load(text, Loader=yaml.BaseLoader)  # BaseLoader keeps the word "no" a word
    except yaml.YAMLError as error:
        line = error.problem_mark.line + 1 if getattr(error, "problem_mark", None) else None
        raise ReadError(f"is no YAML: {getattr(error, 'problem', error)}.", file=path, line=line) from error
    if not isinstance(tree, dict):
        raise ReadError("a quanteda dictionary is categories over lists of terms.", file=path)
    return list(_leaves(tree, ()))


def _leaves(tree, above):
    if isinstance(tree, dict):
        for key, below in tree.items():
            yield from _leaves(below, (*above, key.strip().lower()))
    elif isinstance(tree, list):
        for below in tree:
            yield from _leaves(below, above)
    elif tree:
        yield tree, "/".join(above)
