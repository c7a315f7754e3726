"""How people say what is to be done with a schedule, in each language: templates around the days and times.

`{x}` stands for days, times or an amount, which the grammar reads. Templates that are tried first come first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache


class Verb(Enum):
    """What a template does with what it holds."""

    LATER = "later"
    EARLIER = "earlier"
    ADD = "add"
    DROP = "drop"
    """For good,"""
    SKIP = "skip"
    """or the next one of it."""
    SKIP_RUNS = "skip runs"
    MORE = "more times"
    CONVERT = "convert"
    ZONE = "zone"
    INSTEAD = "instead of"
    END = "end"
    ENDLESS = "no end"
    AT_ONCE = "no start"


@dataclass(frozen=True)
class Frames:
    """The templates of a language, parted by bars; `lead` and `trail` are words around a change that say nothing."""

    verbs: Mapping[Verb, str]
    lead: str
    trail: str
    spaced: bool = True
    noun: str = ""
    """What a time may be of, before and after it: "the 5pm one"."""


ENGLISH = Frames(
    {
        Verb.INSTEAD: "(?:change|move|switch|shift) (?:it |the time |the days? |them )?from {y} to {x}|"
        "{x} instead of {y}|(?:change|move|switch) {y} to {x}|(?:replace|swap) {y} (?:with|for|by) {x}",
        Verb.SKIP_RUNS: "skip (?:it )?next time|skip (?:the )?(?:next|coming|upcoming) (?P<n>[a-z0-9]+ )?"
        "(?:run|runs|one|ones|time|times|occurrence|occurrences|execution|executions)|"
        "skip (?:it |this |one run)?once|skip one run|skip the next"
        "|skip the next (?P<m>[a-z0-9]+)|not the next time|leave out the next (?:run|one)|cancel the next (?:run|one)"
        "|skip next (?:run|time)|don't run (?:it )?the next time",
        Verb.MORE: "(?:for |only )?(?P<n>[a-z0-9]+) (?:more|further) (?:times|runs|time|run)|(?:for )?another "
        "(?P<m>[a-z0-9]+) (?:times|runs)|(?:for )?(?P<k>[a-z0-9]+) times more",
        Verb.CONVERT: "convert (?:it |this |that )?(?:in)?to {x}|(?:keep )?the same (?:instant|instants|moment|moments)"
        " (?:but )?in {x}|same (?:instant|instants|moment|moments),? (?:but )?in {x}",
        Verb.ZONE: "(?:change|set|switch|move|put) (?:the |its )?time ?zone to {x}|time ?zone:? {x}",
        Verb.END: "(?:stop|end|finish)(?: it)? (?:on |at |by )?{x}|"
        "(?:the )?last (?:run|one)(?: is| should be)? (?:on )?{x}",
        Verb.ENDLESS: "(?:with |and )?no end(?: date)?|without (?:an? )?(?:end|end date|limit)|"
        "(?:remove|drop|delete|forget) the end(?: date)?|for ?ever|indefinitely|open[- ]ended|until further notice|"
        "(?:it )?never end(?:s|ing)|keep (?:it )?going|run (?:it )?forever|with no limit|no limit",
        Verb.AT_ONCE: "(?:start |starting )?(?:right away|immediately|at once|right now)|start(?:ing)? now|"
        "(?:with )?no start(?: date)?|(?:remove|drop) the start(?: date)?",
        Verb.LATER: "{x} later|later by {x}|(?:push|move|shift) (?:it |this |that )?back (?:by )?{x}|"
        "(?:delay|postpone|put off) (?:it |this |that )?(?:by )?{x}|{x} later than (?:now|before)",
        Verb.EARLIER: "{x} (?:earlier|sooner)|(?:earlier|sooner) by {x}|(?:bring|pull) (?:it |this |that )?forward "
        "(?:by )?{x}|move (?:it |this |that )?up (?:by )?{x}",
        Verb.DROP: "(?:not|no|never)(?: run)?(?: it)? {x} (?:any ?more|any longer)|no longer {x}|no more {x}|"
        "without {x}|(?:drop|remove|delete|take out|take away) {x}|"
        "(?:do not|don't|stop running) (?:run |running )?(?:it )?{x} (?:any ?more|any longer)|never {x}",
        Verb.SKIP: "(?:skip|leave out|omit|cancel|miss|exclude) {x}|leave {x} out|(?:but |just )?not {x}|"
        "(?:do not|don't) run (?:it )?{x}|no runs? {x}|except(?: for)? {x}|{x} off|"
        "(?:everything|all|all days|always|anything) (?:except|but) {x}",
        Verb.ADD: "(?:and )?(?:also|additionally|in addition) {x}|(?:and )?{x} (?:too|also|as well)|"
        "(?:add|plus|include|including) {x}|also (?:run )?(?:it )?{x}|and (?:on |at )?{x}",
    },
    lead="please|now|actually|no,|ok|okay|sorry|well|hmm|make it|make that|make them|make this|"
    "(?:change|move|switch|set|shift|reschedule|update|put|turn) (?:it|this|that|them|the time|the times|the days|"
    "the day|the schedule|the run|the runs)(?: over)?(?: to| for| into)?|(?:change|move|switch|reschedule|shift)"
    " (?:to|for)|let it run|let's (?:do|make it|say|have it)|run it|have it run|it should (?:run|be|go|start)|"
    "i(?:'d| would) (?:like|prefer) it|i want it|do it|can you|could you|rather|use|better|"
    "(?:keep )?(?:the )?same(?: days?| times?| thing| schedule)?,?(?: but)?",
    trail="instead|please|from now on|thanks|thank you|rather|for now|would be better|is better",
    noun=r"(?:the |that |those |its )?(?P<y>.+?)(?:'s)?(?: one| ones| run| runs| time)?",
)

GERMAN = Frames(
    {
        Verb.SKIP_RUNS: "(?:überspringe?|lasse?) (?:den|das|die) nächsten? (?:lauf|mal|termin|ausführung)(?: aus)?|"
        "(?:den|das|die) nächsten? (?:lauf|mal|termin|ausführung) (?:überspringen|auslassen|nicht)",
        Verb.MORE: "noch (?P<n>[a-zäöü0-9]+) ?mal",
        Verb.ENDLESS: "ohne (?:ende|enddatum|end-datum)|kein ende(?: mehr)?|unbefristet|für immer|unbegrenzt",
        Verb.LATER: "{x} (?:später|spaeter|nach hinten)|um {x} (?:später|nach hinten)",
        Verb.EARLIER: "{x} (?:früher|frueher|eher|nach vorn|nach vorne)|um {x} (?:früher|eher)",
        Verb.DROP: "nicht mehr {x}|{x} nicht mehr|ohne {x}|keine? {x} mehr|(?:streiche?|entferne?) {x}",
        Verb.SKIP: "lasse? {x} aus|{x} (?:auslassen|überspringen|weglassen|ausfallen lassen)|überspringe? {x}|"
        "nicht {x}|{x} nicht|außer {x}|bis auf {x}",
        Verb.ADD: "(?:und )?(?:auch|zusätzlich|außerdem) {x}|{x} (?:auch|dazu|zusätzlich)|{x} auch noch|und {x}",
    },
    lead="bitte|jetzt|doch|lieber|mache? es|mache? das|stelle? es auf|verschiebe? es auf|ändere? es auf|"
    "ändere? (?:das|die zeit) auf|lege? es auf|auf|(?:verschiebe?|ändere?|setze?|lege?) (?:es )?auf",
    trail="stattdessen|statt dessen|bitte|lieber|ab jetzt|verschieben|verlegen|ändern|setzen|legen|umstellen",
    noun=r"(?:den |die |das |der )?(?P<y>.+?)(?: lauf| termin)?",
)

FRENCH = Frames(
    {
        Verb.SKIP_RUNS: "(?:saute|sauter|passe|ignore) (?:la prochaine(?: exécution| fois)?|le prochain(?: passage)?)|"
        "pas la prochaine fois",
        Verb.MORE: "encore (?P<n>[a-zéè0-9]+) fois",
        Verb.ENDLESS: "sans (?:fin|date de fin|limite)|pour toujours|indéfiniment|plus de (?:fin|date de fin)",
        Verb.LATER: "{x} plus tard|(?:retarde|décale)(?:-le|-la)? d[e'] ?{x}",
        Verb.EARLIER: "{x} plus tôt|{x} avant",
        Verb.DROP: "(?:ne )?plus (?:jamais )?{x}|sans {x}|(?:supprime|enlève|retire) {x}",
        Verb.SKIP: "(?:saute|sauter|ignore|omets) {x}|(?:mais )?pas {x}|sauf {x}|excepté {x}|{x} non",
        Verb.ADD: "(?:et )?(?:aussi|également) {x}|{x} (?:aussi|également)|(?:ajoute|en plus|et) {x}",
    },
    lead="plutôt|s'il te plaît|s'il vous plaît|mets-le|mets le|change(?:-le)? (?:pour|à)|déplace-le|passe-le|"
    "(?:mets|décale|déplace|passe)(?:-le|-la)? à",
    trail="plutôt|à la place|s'il te plaît|s'il vous plaît|désormais",
    noun=r"(?:le |la |les |l'|celui |celle )?(?P<y>.+)",
)

SPANISH = Frames(
    {
        Verb.SKIP_RUNS: "(?:salta|sáltate|saltar|omite) (?:la próxima|la siguiente)(?: ejecución| vez)?|"
        "no la próxima vez",
        Verb.MORE: "(?:por )?(?P<n>[a-záéíóúñ0-9]+) veces más",
        Verb.ENDLESS: "sin (?:fin|fecha de fin|límite)|para siempre|indefinidamente",
        Verb.LATER: "{x} (?:más tarde|después)",
        Verb.EARLIER: "{x} (?:antes|más temprano|más pronto)",
        Verb.DROP: "ya no {x}|nunca más {x}|no más {x}|sin {x}|(?:quita|elimina|borra) {x}",
        Verb.SKIP: "(?:salta|sáltate|saltar|omite|omitir) {x}|(?:pero )?no {x}|(?:excepto|salvo|menos) {x}|{x} no",
        Verb.ADD: "(?:y )?(?:también|además) {x}|{x} también|(?:añade|agrega|y) {x}",
    },
    lead="mejor|por favor|ponlo|cámbialo|cambia|hazlo|que sea|muévelo|pásalo",
    trail="en su lugar|mejor|por favor|en vez de eso|a partir de ahora",
    noun=r"(?:el |la |los |las )?(?P<y>.+)",
)

PORTUGUESE = Frames(
    {
        Verb.SKIP_RUNS: "(?:pule|pular|salte|saltar) a próxima(?: execução| vez)?|não na próxima vez",
        Verb.MORE: "(?:por )?mais (?P<n>[a-zãçéêíóô0-9]+) vezes",
        Verb.ENDLESS: "sem (?:fim|data de fim|data final|limite)|para sempre|indefinidamente",
        Verb.LATER: "{x} (?:mais tarde|depois)",
        Verb.EARLIER: "{x} (?:mais cedo|antes)",
        Verb.DROP: "(?:não|nunca) mais {x}|sem {x}|(?:remova|tire|retire) {x}|já não {x}",
        Verb.SKIP: "(?:pule|pular|salte|saltar|omita) {x}|(?:mas )?não {x}|(?:exceto|menos|salvo) {x}|{x} não",
        Verb.ADD: "(?:e )?também {x}|{x} também|(?:adicione|acrescente|além disso|e) {x}",
    },
    lead="melhor|por favor|mude para|muda para|passe para|coloque",
    trail="em vez disso|por favor|a partir de agora",
    noun=r"(?:o |a |os |as )?(?P<y>.+)",
)

ITALIAN = Frames(
    {
        Verb.SKIP_RUNS: "(?:salta|saltare) la prossima(?: esecuzione| volta)?|non la prossima volta",
        Verb.MORE: "(?:per )?(?:altre|ancora) (?P<n>[a-zàèéìòù0-9]+) volte",
        Verb.ENDLESS: "senza (?:fine|data di fine|limite)|per sempre|all'infinito",
        Verb.LATER: "{x} (?:più tardi|dopo)",
        Verb.EARLIER: "{x} (?:prima|più presto)",
        Verb.DROP: "(?:non|mai) più {x}|senza {x}|(?:togli|elimina|rimuovi) {x}",
        Verb.SKIP: "(?:salta|saltare|ometti) {x}|(?:ma )?non {x}|(?:tranne|eccetto|salvo) {x}|{x} no",
        Verb.ADD: "(?:e )?(?:anche|inoltre) {x}|{x} anche|(?:aggiungi|e) {x}",
    },
    lead="piuttosto|per favore|spostalo|cambialo|meglio|mettilo",
    trail="invece|per favore|d'ora in poi",
    noun=r"(?:il |la |lo |le |i |quello |quella )?(?P<y>.+)",
)

DUTCH = Frames(
    {
        Verb.SKIP_RUNS: "sla de volgende(?: keer| run| uitvoering)? over|de volgende(?: keer| run| uitvoering)? "
        "(?:overslaan|niet)",
        Verb.MORE: "nog (?P<n>[a-zé0-9]+) keer",
        Verb.ENDLESS: "zonder (?:einde|einddatum)|geen (?:einde|einddatum)(?: meer)?|voor altijd|onbeperkt",
        Verb.LATER: "{x} later",
        Verb.EARLIER: "{x} (?:eerder|vroeger)",
        Verb.DROP: "niet meer {x}|{x} niet meer|zonder {x}|geen {x} meer|(?:verwijder|schrap) {x}|haal {x} weg",
        Verb.SKIP: "sla {x} over|{x} overslaan|(?:maar )?niet {x}|{x} niet|behalve {x}",
        Verb.ADD: "(?:en )?(?:ook|daarnaast) {x}|{x} (?:ook|erbij)|voeg {x} toe|en {x}",
    },
    lead="liever|alsjeblieft|maak het|maak er|zet het op|(?:verzet|verplaats|verander) (?:het )?(?:naar|in)|toch",
    trail="in plaats daarvan|alsjeblieft|liever|van|voortaan",
    noun=r"(?:de |het |die )?(?P<y>.+)",
)

POLISH = Frames(
    {
        Verb.SKIP_RUNS: "pomiń (?:następny|najbliższy)(?: raz)?|pomiń (?:następne|najbliższe) uruchomienie|"
        "następnym razem nie",
        Verb.MORE: "jeszcze (?P<n>[a-zęóśćż0-9]+) razy",
        Verb.ENDLESS: "bez (?:końca|daty końcowej)|bezterminowo|na zawsze",
        Verb.LATER: "{x} później|o {x} później|przesuń o {x}|opóźnij o {x}",
        Verb.EARLIER: "{x} wcześniej|o {x} wcześniej",
        Verb.DROP: "już nie {x}|{x} już nie|bez {x}|usuń {x}",
        Verb.SKIP: "pomiń {x}|(?:ale )?nie {x}|oprócz {x}|z wyjątkiem {x}",
        Verb.ADD: "(?:i )?(?:także|również|też|dodatkowo) {x}|{x} (?:także|również|też)|dodaj {x}|i {x}",
    },
    lead="raczej|lepiej|proszę|zmień na|zmień to na|przenieś na|przełóż na|ustaw na|niech będzie",
    trail="zamiast tego|proszę|raczej|od teraz",
    noun=r"(?:ten |ta |to |tę )?(?P<y>.+)",
)

CHINESE = Frames(
    {
        Verb.SKIP_RUNS: "(?:跳过|取消)(?:下一次|下次)(?:运行|执行)?|(?:下一次|下次)(?:跳过|不运行|取消)",
        Verb.MORE: "(?:再|还)(?:运行|执行)?(?P<n>[0-9一二三四五六七八九十两]+)次",
        Verb.ENDLESS: "没有结束(?:日期)?|不设结束(?:日期)?|无限期|永远|一直(?:运行)?",
        Verb.LATER: "(?:晚|推迟|延后|往后推|延迟){x}|{x}之后再",
        Verb.EARLIER: "(?:早|提前|提早){x}",
        Verb.DROP: "{x}不再(?:运行|执行)?|不再{x}|去掉{x}|{x}(?:不要了|不用了)|不要{x}了?",
        Verb.SKIP: "跳过{x}|{x}(?:跳过|除外|不运行|不执行|休息)|除了{x}|{x}不要|取消{x}",
        Verb.ADD: "(?:加上|另外|还有|还要|增加){x}|{x}也(?:要|运行|执行)?|也{x}",
    },
    lead="改成|改为|改到|换成|换到|调整为|调整到|请|还是",
    trail="吧|好了|运行|执行",
    spaced=False,
    noun=r"(?P<y>.+?)(?:那次|的那次|的)?",
)

JAPANESE = Frames(
    {
        Verb.SKIP_RUNS: "(?:次回|次|次の実行|次の回)(?:は|を)?(?:スキップ|飛ばして|休み|なし)(?:して)?",
        Verb.MORE: "あと(?P<n>[0-9一二三四五六七八九十]+)回",
        Verb.ENDLESS: "終わりなし|無期限|期限なし|終了日なし|ずっと",
        Verb.LATER: "{x}(?:遅く|遅らせて|後ろに|後に|後ろへ)(?:ずらして|して)?|{x}延期(?:して)?",
        Verb.EARLIER: "{x}(?:早く|早めて|前倒し|前に|前へ)(?:にして|ずらして|して)?",
        Verb.DROP: "{x}(?:は|を)?(?:もうなし|やめて|外して|なし|なくして)",
        Verb.SKIP: "{x}(?:は|を)?(?:スキップ|飛ばして|休み|除く|除いて)(?:して)?|{x}以外",
        Verb.ADD: "{x}(?:に)?も(?:追加|実行)?(?:して)?|{x}を追加(?:して)?",
    },
    lead="では|じゃあ|やっぱり",
    trail="に変更して|に変更|に変えて|にして|でお願いします|お願いします|ください|へ変更|に|で",
    spaced=False,
    noun=r"(?P<y>.+?)(?:の分|の回|の)?",
)

FRAMES: Mapping[str, Frames] = {
    "en": ENGLISH,
    "de": GERMAN,
    "fr": FRENCH,
    "es": SPANISH,
    "pt": PORTUGUESE,
    "it": ITALIAN,
    "nl": DUTCH,
    "zh": CHINESE,
    "ja": JAPANESE,
    "pl": POLISH,
}


@lru_cache(maxsize=32)
def _compiled(code: str) -> tuple[tuple[Verb, re.Pattern[str]], ...]:
    return tuple(
        (verb, re.compile(template.replace("{x}", "(?P<x>.+?)").replace("{y}", "(?P<y>.+?)")))
        for verb, templates in FRAMES[code].verbs.items()
        for template in _alternatives(templates)
    )


def _alternatives(templates: str) -> Iterator[str]:
    """The templates between the bars that stand outside of parentheses."""
    depth, begin = 0, 0
    for k, sign in enumerate(templates):
        depth += (sign == "(") - (sign == ")")
        if sign == "|" and depth == 0:
            yield templates[begin:k]
            begin = k + 1
    yield templates[begin:]


@lru_cache(maxsize=32)
def _edges(code: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    frames = FRAMES[code]
    gap = r"[\s,:]+" if frames.spaced else r"[\s,:、，]*"
    return re.compile(f"(?:{frames.lead}){gap}"), re.compile(f"{gap}(?:{frames.trail})")


def bare(text: str, code: str) -> str:
    """A cleaned text without the words around a change that say nothing."""
    text = text.strip(" .!?。！？,;")
    lead, trail = _edges(code)
    while match := lead.match(text):
        text = text[match.end() :].strip()
    for _ in range(3):
        ends = [m for m in trail.finditer(text) if m.end() == len(text) and m.start() > 0]
        if not ends:
            break
        text = text[: ends[0].start()].strip(" ,")
    return text


def matches(text: str, code: str) -> Iterator[tuple[Verb, str, str]]:
    """What the templates of a language make of a text: the verb, what it holds, and what that takes the place of."""
    for verb, pattern in _compiled(code):
        match = pattern.fullmatch(text)
        if match is not None:
            held = match.groupdict()
            other = (held.pop("y", "") or "").strip()
            yield verb, next((value.strip() for value in held.values() if value), ""), other


def named(text: str, code: str) -> str:
    """What "the 5pm one" speaks of."""
    match = re.fullmatch(FRAMES[code].noun, text) if FRAMES[code].noun else None
    return match["y"].strip() if match else text
