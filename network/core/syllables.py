"""Recognise Vietnamese syllables by spelling: onset, rime and tone. Pure, without Django.

The lists follow modern school orthography. They are meant to tell Vietnamese from other text, not
to check spelling.
"""

import unicodedata

# huyền, hỏi, ngã, sắc, nặng
TONES = ("\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
_STOPPED_TONES = frozenset("\u0301\u0323")

_ONSETS = (
    *("", "b", "c", "ch", "d", "đ", "g", "gh", "gi", "h", "k", "kh", "l", "m", "n", "ng", "ngh"),
    *("nh", "p", "ph", "qu", "r", "s", "t", "th", "tr", "v", "x"),
)
_RIMES = """
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êc êch êm ên êng ênh êp êt êu i ia ich iêc iêm iên iêng iêp iêt iêu
    im in inh ip it iu o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt
    oc oe oen oeo oet oi om on ong ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
    u ua uân uâng uât uây uc uê uêch uênh ui um un ung uôc uôi uôm uôn uông uôt up ut uơ uy uya
    uych uyên uyêt uyn uynh uyt uyu ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu
    y yêm yên yêng yêt yêu ych ynh yt
"""
_BEFORE_FRONT = frozenset({"k", "gh", "ngh"})
_NOT_BEFORE_FRONT = frozenset({"c", "ng"})


def _may_meet(onset: str, rime: str) -> bool:
    front = rime[0] in "eêiy"
    if onset in _BEFORE_FRONT:
        return front
    if onset in _NOT_BEFORE_FRONT:
        return not front
    if onset == "g":
        return rime[0] not in "eêy"
    if onset == "qu":
        return rime[0] not in "uưo"
    return True


_SYLLABLES = frozenset(
    onset + rime for onset in _ONSETS for rime in _RIMES.split() if _may_meet(onset, rime)
)
_UNTONED = {
    unicodedata.normalize("NFC", vowel + tone): (vowel, tone)
    for vowel in "aăâeêioôơuưy"
    for tone in TONES
}
_BARE_TABLE = str.maketrans({letter: vowel for letter, (vowel, _tone) in _UNTONED.items()})
_SMALL = frozenset("ăâđêôơư") | frozenset(_UNTONED)
# All non-ASCII letters of Vietnamese, lower and upper case.
VIETNAMESE_LETTERS = _SMALL | frozenset(letter.upper() for letter in _SMALL)
_LONGEST = max(map(len, _SYLLABLES))


def is_vietnamese_syllable(word: str) -> bool:
    """Return whether `word` is spelt like one syllable, in any case and with either tone
    placement."""
    if len(word) > 3 * _LONGEST:
        return False
    word = unicodedata.normalize("NFC", word).lower()
    tones = [_UNTONED[char][1] for char in word if char in _UNTONED]
    bare = word.translate(_BARE_TABLE)
    if len(tones) > 1 or bare not in _SYLLABLES:
        return False
    if bare.endswith(("c", "ch", "p", "t")):
        return bool(tones) and tones[0] in _STOPPED_TONES
    return True
