"""Misread Vietnamese made whole: the tagger says what each word may be, the language model what the sentence must be.

>>> lines = [["t6", "chirc", "thuc", "hién", "Ké", "hoach", "s6", "300/KH-UBND"]]
>>> [word.text for word in load_restorer().restore(lines)[0]]
['tổ', 'chức', 'thực', 'hiện', 'Kế', 'hoạch', 'số', '300/KH-UBND']
"""

from __future__ import annotations

import functools
import hashlib
import io
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from math import inf
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein

from pipeline.errors import MissingModel
from pipeline.text.language_model import LanguageModel, State, dequantise
from pipeline.text.pieces import BOUNDARY, CODE, NUMBER, UNKNOWN, Piece
from pipeline.text.rules import CERTAIN, Place, lay_out
from pipeline.text.syllables import (
    TITLE,
    UPPER,
    VIETNAMESE_ONLY,
    looks_whole,
    set_case,
    strip_marks,
    unify_tone_marks,
)
from pipeline.text.tagger import BLANK, NEVER, Odds, Tagger

EDGE = 3  # words that the language model sees to each side
NAMES_PLACE = frozenset(
    ["tinh", "huyen", "quan", "tp", "tx", "thi xa", "thanh pho"]
)  # what provinces and districts are
LONGEST_NAME = 4  # `Bà Rịa - Vũng Tàu`
LEAST_PLAIN, MOST_ODD = 20, 0.05  # words that show whether a text lost its marks only, and odd ones among them
LONGEST = 14  # letters of two glued words: `nghiêng` has 7

FOLDER = Path(__file__).parents[2] / "models" / "diacritics"
MODEL, GRAPH, DIGESTS = FOLDER / "model.npz", FOLDER / "tagger.onnx", FOLDER / "models.sha256"


class Restored(NamedTuple):
    """A token as it should read, and the tokens of the line (`start` to `end`, end excluded) it was made of."""

    text: str
    start: int
    end: int
    raw: str
    confidence: float  # share of the probability that fell on this reading; 1.0 for what only rules may touch


class Options(NamedTuple):
    """What each of n places may be."""

    words: NDArray[np.int64]  # (n, BEST) words of the vocabulary
    scores: NDArray[np.float64]  # (n, BEST) natural log, NEVER for what cannot be
    asked: NDArray[np.int64]  # places for the language model; the first word of the others is sure


def read_file(path: Path, digests: Path) -> bytes:
    """The bytes of a model file, after its SHA-256 was compared with the one in `digests`."""
    if not path.is_file() or not digests.is_file():
        raise MissingModel(
            f"{path} is missing; fetch the repository's models/ or run python -m models.diacritics.train"
        )
    rows = (row.split() for row in digests.read_text(encoding="utf-8").splitlines())
    wanted = {name: digest for digest, name in rows}
    packed = path.read_bytes()
    if hashlib.sha256(packed).hexdigest() != wanted.get(path.name):
        raise MissingModel(f"{path} is not the file that {digests.name} describes; check out models/diacritics/ again")
    return packed


@functools.cache
def load_restorer() -> Restorer:
    """The restorer of `models/diacritics/`, loaded once in a process."""
    with np.load(io.BytesIO(read_file(MODEL, DIGESTS))) as arrays:
        return Restorer({name: arrays[name] for name in arrays.files}, read_file(GRAPH, DIGESTS))


class Restorer:
    """Tagger and language model in one: `restore(lines)`."""

    SURE = 0.99  # of one reading: the language model is not asked
    LM_WEIGHT, LM_WEIGHT_MARKS = 0.6, 1.2  # beside the tagger; where a text lost only its marks
    ROUNDS = 3
    LEAST = -7.0  # log probability of readings that are not weighed
    TEMPERATURE = 1.8  # makes the confidences honest: reliability table of `python -m models.diacritics.evaluate`
    SURE_HABIT, FEWEST_HABITS = 0.9, 200  # words from which the habits of a scan are learnt
    UNKNOWN_RIGHT = 0.8  # share of the words left as read, because nobody knows them, that were read right
    DOUBTED = 0.95  # best reading of a word below which other spaces are tried
    RESPACED, GAIN = 0.8, 0.4  # what every word must reach with them, or gain on the worst word before
    NEAR = 32  # places to each side by which other spaces are judged

    def __init__(self, arrays: dict[str, NDArray], graph: bytes) -> None:
        self.lm = LanguageModel(arrays)
        self.tagger = Tagger(arrays, graph)
        self.unknown = self.lm.ids[UNKNOWN]
        self.classes = np.array([self.lm.ids[name] for name in (BOUNDARY, NUMBER, CODE)])
        letters = (row.split("\t") for row in bytes(arrays["letters"]).decode("utf-8").split("\n"))
        self.letters = {
            (true, read): p
            for (true, read), p in zip(letters, np.exp(dequantise(arrays["letters_p"])).tolist(), strict=True)
        }
        rows = bytes(arrays["codes"]).decode("utf-8").split("\n")
        names = (row.split("\t") for row in bytes(arrays["places"]).decode("utf-8").split("\n"))
        self.names = {tuple(bare.split()): name.split() for bare, name in names}  # provinces and districts
        self.codes = dict(row.split("\t") for row in rows if row)

    def restore(
        self, lines: Sequence[Sequence[str]], keep: Sequence[Sequence[float]] | None = None
    ) -> list[list[Restored]]:
        """The tokens of neighbouring lines, restored; context flows over line ends, words do not.

        `keep`, for text of a Vietnamese engine: nats by which a like word must beat each token as it stands, infinite
        where it must stay. None, for text of an English engine: words count for nothing as they stand, but those with
        letters that only Vietnamese has stay.

        >>> load_restorer().restore([["Tr", "ang", "thdng", "tin", "dién", "tir"]])[0][0][:4]
        ('Trang', 0, 2, 'Tr ang')
        """
        places = lay_out(lines, self.codes)
        if not places:
            return collect(lines, places)
        odds = self.look(places)
        if keep is None:
            places, odds = self.respace(places, odds)
            self.choose(places, odds, [None] * len(places))
        else:
            self.choose(places, odds, [keep[place.line][place.token] for place in places])
        return collect(lines, places)

    def look(self, places: list[Place]) -> Odds:
        """What the tagger thinks of each place; it is shown the ends of clauses too."""
        shown: list[str] = []
        for place in places:
            if place.after_clause:
                shown.append(BLANK)
            shown.append(show(place.piece))
        odds, at = self.tagger.weigh(shown), where(places)
        return Odds(odds.words[at], odds.logs[at], odds.case[at])

    # spaces that the engine lost or put in

    def respace(self, places: list[Place], odds: Odds) -> tuple[list[Place], Odds]:
        """The places with other spaces where the tagger then understands the words."""
        tries: dict[int, list[Place]] = {}  # index of the first place -> what may stand there instead
        understood = self.understood(odds)
        busy = -1
        for index, (place, following) in enumerate(zip(places, [*places[1:], None], strict=True)):
            if index <= busy:
                continue
            if following and may_join(place, following):
                tries[index], busy = [join(place, following)], index + 1
            elif understood[index] < self.DOUBTED and (halves := split(place)):
                tries[index] = halves
        if not tries:
            return places, odds
        near = np.zeros(len(places), dtype=bool)
        for index in tries:
            near[max(0, index - self.NEAR) : index + self.NEAR] = True
        changed = [step for step in replay(places, tries) if near[step[1]]]
        seen = self.look([place for place, _, _ in changed])
        reached: dict[int, float] = {}
        rows: dict[int, list[int]] = {}
        for row, ((_, index, tried), p) in enumerate(zip(changed, self.understood(seen).tolist(), strict=True)):
            if tried:
                reached[index] = min(reached.get(index, 1.0), p)
                rows.setdefault(index, []).append(len(places) + row)
        kept = {}
        for index, new in tries.items():
            before = float(understood[index : index + 1 + new[0].last - places[index].last].min())
            if reached[index] >= max(self.RESPACED, before) or reached[index] > before + self.GAIN:
                kept[index] = new
        new = replay(places, kept)
        row_of = np.array([rows[index].pop(0) if tried else index for _, index, tried in new])
        words, logs, case = (
            np.concatenate((getattr(odds, name), getattr(seen, name)))[row_of] for name in Odds._fields
        )
        return [place for place, _, _ in new], Odds(words, logs, case)

    def understood(self, odds: Odds) -> NDArray[np.float32]:
        """Probability of the best word of each place, 0 where it is not one of the vocabulary."""
        return np.where(odds.words[:, 0] == self.unknown, 0, np.exp(odds.logs[:, 0]))

    # the choice

    def choose(self, places: list[Place], odds: Odds, keep: Sequence[float | None]) -> None:
        """Set text and confidence of every place."""
        only_marks = keep[0] is None and lost_only_marks(places)
        options = self.bound(places, odds, keep, only_marks)
        at, lm_weight = where(places), self.LM_WEIGHT_MARKS if only_marks else self.LM_WEIGHT
        chosen, confidence = self.weigh(options, at, lm_weight)
        if keep[0] is None and self.learn_habits(places, options, chosen, confidence):
            chosen, confidence = self.weigh(options, at, lm_weight)
        for index, (place, margin) in enumerate(zip(places, keep, strict=True)):
            if place.fixed is not None:
                place.text = place.fixed
                place.confidence = 1.0 if place.text == place.piece.core else CERTAIN
                continue
            word = int(options.words[index, chosen[index]])
            place.text = self.spell(place.piece.core, word, int(odds.case[index]))
            if margin is None or place.text != place.piece.core:
                known = self.UNKNOWN_RIGHT if word == self.unknown else 1.0
                place.confidence = known * min(1.0, float(confidence[index]))
        if keep[0] is None:
            self.name_places(places)
            name_departments(places)

    def name_places(self, places: list[Place]) -> None:
        """Give provinces and districts the marks of their names: after `huyện` and the like, and before `, ngày`."""
        words = [strip_marks(place.text).lower() for place in places]
        for index in range(len(places)):
            for size in range(LONGEST_NAME, 0, -1):
                name = self.names.get(tuple(words[index : index + size]))
                if name is None:
                    continue
                inside = places[index : index + size]
                ends = inside[-1].piece.after[:1] == "," and words[index + size : index + size + 1] == ["ngay"]
                kinds = {" ".join(words[max(0, index - 2) : index]), *words[max(0, index - 1) : index]}
                follows = bool(kinds & NAMES_PLACE) and not places[index - 1].piece.after.strip(".")
                if (ends or follows) and not any(place.piece.after for place in inside[:-1]):
                    for place, part in zip(inside, name, strict=True):
                        if place.text.lower() != part and place.text[:1].isupper():
                            place.text = set_case(part, UPPER if place.text.isupper() and len(part) > 1 else TITLE)
                    break

    def bound(self, places: list[Place], odds: Odds, keep: Sequence[float | None], only_marks: bool) -> Options:
        """What each place may be: what the tagger thinks of, within what the text allows."""
        words, scores = odds.words.copy(), odds.logs.astype(np.float64)
        scores[np.isin(words, self.classes)] = NEVER
        asked = odds.logs[:, 0] < np.log(self.SURE)
        for index, (place, margin) in enumerate(zip(places, keep, strict=True)):
            core = place.piece.core
            if margin is not None:  # the engine knew its letters: rules are for those that did not
                place.fixed = core if margin == inf or len(core) == 1 or not core.isalpha() else None
            elif place.fixed is None and (not core.isalpha() if only_marks else VIETNAMESE_ONLY.search(core)):
                place.fixed = core
            own = self.lm.ids.get(unify_tone_marks((place.fixed or core).lower()), self.unknown)
            if place.fixed is not None:
                words[index, 0] = self.lm.ids.get(place.piece.kind, own)
                asked[index] = False
            elif margin is not None and (asked[index] or words[index, 0] != own):
                self.stand_up(core, own, margin, words[index], scores[index])
                asked[index] = True
            elif only_marks:
                self.hold_letters(core, words[index], scores[index])
                asked[index] |= scores[index, 0] == NEVER
        return Options(words, scores, np.flatnonzero(asked))

    def learn_habits(self, places: list[Place], options: Options, chosen: NDArray, confidence: NDArray) -> bool:
        """Lean the scores to how this scan misreads letters (`â` as `é`); False where it has too few sure words."""
        habits = Habits(self.letters)
        words = options.words[np.arange(len(places)), chosen]
        for place, word, sure in zip(places, words.tolist(), confidence.tolist(), strict=True):
            if sure > self.SURE_HABIT:
                habits.see(place.piece.core, self.lm.words[word])
        if habits.words < self.FEWEST_HABITS:
            return False
        for index in options.asked.tolist():
            core = places[index].piece.core
            for column, word in enumerate(options.words[index].tolist()):
                options.scores[index, column] += habits.lean(core, self.lm.words[word])
        return True

    def hold_letters(self, core: str, words: NDArray, scores: NDArray) -> None:
        """Leave only readings with the letters of `core`, where it has any: those the tagger did not think of too."""
        alike = self.by_letters.get(core.lower(), [])
        if not alike:
            return
        other = np.flatnonzero([word not in alike for word in words.tolist()])
        scores[other] = NEVER
        for column, word in zip(other, [word for word in alike if word not in words], strict=False):
            words[column], scores[column] = word, self.LEAST

    @functools.cached_property
    def by_letters(self) -> dict[str, list[int]]:
        """The words of the vocabulary by their letters without marks, common ones first."""
        found: dict[str, list[int]] = {}
        for number in range(len(self.classes) + 1, len(self.lm.words)):
            found.setdefault(strip_marks(self.lm.words[number]), []).append(number)
        return found

    def stand_up(self, core: str, own: int, margin: float, words: NDArray, scores: NDArray) -> None:
        """Give the word as it stands, `own`, its advantage over the other readings; drop those unlike it."""
        if own not in words:
            words[-1], scores[-1] = own, self.LEAST
        for column, word in enumerate(words.tolist()):
            if word == own:
                scores[column] += margin
            elif not is_alike(core, self.lm.words[word]):
                scores[column] = NEVER

    def weigh(self, options: Options, at: NDArray, lm_weight: float) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """The choice at every place, the language model asked where that is needed, and the share it has.

        Each place is weighed with its neighbours as they were chosen last (iterated conditional modes, Besag 1986).
        """
        words, scores, asked = options
        chosen = np.zeros(len(words), dtype=np.int64)
        chosen[asked] = scores[asked].argmax(axis=1)
        at = at + EDGE
        size = int(at[-1]) + 1 + EDGE
        text = np.full(size, self.lm.ids[BOUNDARY])
        real = np.zeros(size, dtype=bool)  # the ends of clauses are not words that a reading must explain
        real[at] = True
        total = scores[asked]
        possible = total > self.LEAST - 1
        rows, _ = np.nonzero(possible)
        spots = at[asked][rows]
        for _ in range(self.ROUNDS):
            text[at] = words[np.arange(len(words)), chosen]
            before = self.lm.states_before(text, at[asked])
            state: State = (before[0][rows], before[1][rows], before[2][rows])
            gain, state = self.lm.extend(state, words[asked][possible])
            for step in (1, 2, 3):
                more, state = self.lm.extend(state, text[spots + step])
                gain = gain + np.where(real[spots + step], more, 0)
            total = np.full(possible.shape, NEVER)
            total[possible] = scores[asked][possible] + lm_weight * gain
            best = total.argmax(axis=1)
            if (best == chosen[asked]).all():
                break
            chosen[asked] = best
        confidence = np.exp(scores[:, 0])
        odds = np.exp((total - total.max(axis=1, keepdims=True)) / self.TEMPERATURE)
        confidence[asked] = odds.max(axis=1) / odds.sum(axis=1)
        return chosen, confidence

    def spell(self, core: str, word: int, case: int) -> str:
        """A word of the vocabulary in its case; what was read where it is that word but for the case, or none."""
        text = self.lm.words[word]
        return core if word == self.unknown or text == unify_tone_marks(core.lower()) else set_case(text, case)


class Habits:
    """How one scan misreads single letters, beside how scans do in general."""

    RARE = 1e-4  # P of a reading that was never seen
    STRENGTH = 20.0  # sightings that scans in general count for
    LIMIT = 2.5  # nats one letter may gain or lose

    def __init__(self, general: dict[tuple[str, str], float]) -> None:
        self.general = general
        self.seen: dict[str, dict[str, int]] = {}
        self.words = 0
        self.gain = functools.cache(self.gain_of)

    def see(self, core: str, word: str) -> None:
        """Count the letters of a sure word."""
        if len(core) == len(word) and core.islower():
            self.words += 1
            for true, read in zip(word, core, strict=True):
                reads = self.seen.setdefault(true, {})
                reads[read] = reads.get(read, 0) + 1

    def gain_of(self, true: str, read: str) -> float:
        """Nats by which this scan reads `true` as `read` more readily than others."""
        general = self.general.get((true, read), self.RARE)
        reads = self.seen.get(true, {})
        own = (reads.get(read, 0) + self.STRENGTH * general) / (sum(reads.values()) + self.STRENGTH)
        return max(-self.LIMIT, min(self.LIMIT, float(np.log(own / general))))

    def lean(self, core: str, word: str) -> float:
        """Nats that the habits add to `core` being `word`."""
        return sum(map(self.gain, word, core)) if len(core) == len(word) and core.islower() else 0.0


def where(places: list[Place]) -> NDArray[np.int64]:
    """The position of each place when the ends of clauses are counted too."""
    return np.arange(len(places)) + np.cumsum([place.after_clause for place in places])


def name_departments(places: list[Place]) -> None:
    """Read `Số` before a word with a capital as `Sở`: what follows a number's `Số` is a digit, a colon or small."""
    running = {place.line for place in places if place.text.islower()}  # not set in capitals, all or initial
    for place, following in pairwise(places):
        is_name = following.text.istitle() and following.line == place.line and not place.piece.after
        if is_name and place.text == "Số" and place.fixed is None and place.line in running:
            place.text = "Sở"


def show(piece: Piece) -> str:
    """How the tagger sees a piece: a word as it was read, of a number the length only.

    >>> show(Piece("(", "t6", ",", "word")), show(Piece("", "2024", "", NUMBER)), show(Piece("", "3/KH-UBND", "", CODE))
    ('t6', '<n4>', '<c>')
    """
    if piece.kind == "word":
        return piece.core
    return f"<n{min(len(piece.core), 9)}>" if piece.kind == NUMBER else "<c>"


def is_alike(core: str, word: str) -> bool:
    """Whether a Vietnamese engine may have read `core` for `word`: other marks, and one letter of a longer word.

    >>> is_alike("tố", "tổ"), is_alike("biện", "hiện"), is_alike("Kềnh", "trình")
    (True, True, False)
    """
    plain, other = strip_marks(core).lower(), strip_marks(word)
    return plain == other or (min(len(plain), len(other)) > 2 and Levenshtein.distance(plain, other) == 1)


def lost_only_marks(places: list[Place]) -> bool:
    """Whether a text was written without marks, not misread: an English engine leaves some (`é`), and odd signs."""
    words = [place.piece.core for place in places if place.piece.core.islower()]
    odd = sum(not (word.isascii() and word.isalpha() and looks_whole(word)) for word in words)
    return len(words) >= LEAST_PLAIN and odd < MOST_ODD * len(words)


def may_join(place: Place, following: Place) -> bool:
    """Whether two pieces may be one word that a false space cut: a syllable together, but not both by themselves."""
    here, ahead = place.piece, following.piece
    if (place.line, place.last + 1) != (following.line, following.token) or here.after or ahead.before or place.cut:
        return False
    if not here.kind == ahead.kind == "word" or place.fixed is not None or following.fixed is not None:
        return False
    if ahead.core[0].isupper() and not here.core.isupper():
        return False
    return looks_whole(here.core + ahead.core) and not (looks_whole(here.core) and looks_whole(ahead.core))


def join(place: Place, following: Place) -> Place:
    """One place of two."""
    piece = place.piece._replace(core=place.piece.core + following.piece.core, after=following.piece.after)
    return replace(place, piece=piece, last=following.last)


def split(place: Place) -> list[Place] | None:
    """Two places of one that is no syllable: both halves look like one, or one half where no word is so long."""
    before, core, after, kind = place.piece
    if looks_whole(core) or not 4 <= len(core) <= LONGEST:
        return None
    whole = {cut: looks_whole(core[:cut]) + looks_whole(core[cut:]) for cut in range(2, len(core) - 1)}
    cut = max(whole, key=lambda cut: (whole[cut], -abs(2 * cut - len(core))))
    if whole[cut] + (len(core) > LONGEST // 2) < 2:
        return None
    first = replace(place, piece=Piece(before, core[:cut], "", kind))
    lost = place.offset + len(before) + cut
    second = replace(place, piece=Piece("", core[cut:], after, kind), after_clause=False, cut=lost)
    return [first, second]


def replay(places: list[Place], tries: dict[int, list[Place]]) -> list[tuple[Place, int, bool]]:
    """`places` with those of `tries` put in, each with the index it comes from and whether it is put in."""
    out: list[tuple[Place, int, bool]] = []
    skip = 0
    for index, place in enumerate(places):
        if skip:
            skip -= 1
        elif index in tries:
            out += [(new, index, True) for new in tries[index]]
            skip = tries[index][0].last - place.last
        else:
            out.append((place, index, False))
    return out


def collect(lines: Sequence[Sequence[str]], places: list[Place]) -> list[list[Restored]]:
    """The tokens that the places make."""
    waiting = iter(places)
    place = next(waiting, None)
    result: list[list[Restored]] = []
    for number, tokens in enumerate(lines):
        out: list[Restored] = []
        index = 0
        while index < len(tokens):
            text, sure, last, cut = "", 1.0, index, 0
            while place is not None and place.line == number and place.token <= last:
                if place.cut:
                    out.append(Restored(text, index, index + 1, tokens[index][cut : place.cut], sure))
                    text, sure, cut = "", 1.0, place.cut
                last = max(last, place.last)
                text += place.piece.before + place.text + place.piece.after
                sure = min(sure, place.confidence)
                place = next(waiting, None)
            raw = " ".join([tokens[index][cut:], *tokens[index + 1 : last + 1]])
            out.append(Restored(text or raw, index, last + 1, raw, sure))
            index = last + 1
        result.append(out)
    return result
