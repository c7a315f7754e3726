"""German."""

from __future__ import annotations

from schedule_mcp.language.lexicon import Ahead, Exclusion, K, Lexicon, Others, parts, table
from schedule_mcp.language.lexicon.forms import chat_words, compounds, every_nth, forms, task_words, without_marks
from schedule_mcp.language.lexicon.traits import EUROPEAN, Trait
from schedule_mcp.schedule.model import WEEKEND, WORKDAYS

_DAYS = ("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag|sonnabend", "sonntag")
_ALTERNATE = (
    "alle 14 tage {}s|alle vierzehn tage {}s|alle 14 tage am {}|alle vierzehn tage am {}|{}s alle 14 tage|"
    "{}s alle vierzehn tage|"
    "14-tägig {}s|14-tägig am {}|jede zweite woche {}s|einen {} um den anderen"
)

_PARTS = {
    "morgen": parts.MORNING,
    "vormittag": parts.MORNING,
    "mittag": parts.NOON,
    "nachmittag": parts.AFTERNOON,
    "abend": parts.EVENING,
    "nacht": parts.WHOLE_NIGHT,
}


def _parts(weekday: int, names: str) -> dict[str, tuple[tuple[int, bool], tuple[int, int]]]:
    """Montagabend, and montagabends for every week."""
    return {
        f"{name}{part}{ending}": ((weekday, bool(ending)), hours)
        for name in names.split("|")
        for part, hours in _PARTS.items()
        for ending in ("", "s")
    }


_TASKS = """
    bericht | berichte | aufgabe | aufgaben | skript | agenten | sicherung | prüfung | nachricht | daten |
    abfrage | zusammenfassung | statusbericht | tagesbericht | wochenbericht | termin | erinnerung |
    auswertung | lauf | prozess
    """
_CHAT = chat_words(
    verbs="""
    führe | fuehre | führ | lass | lasse | laufe | lauf | läuft | laufen lassen | schick | schicke | schicken |
    sende | senden | prüfe | prüf | prüfen | hole | hol | holen | mache | machen | rufe | ruf | aufrufen |
    generiere | generieren | erstelle | erstellen | erzeuge | aktualisiere | aktualisieren | lade | laden |
    plane | planen | ausgeführt werden | ausgeführt | gestartet werden | gestartet | gesendet | verschickt |
    führen | abrufen | synchronisiere | synchronisieren | exportiere | exportieren | melde | melden | mailen |
    maile | wecken
    """,
    owners="""
    mein | meine | meinen | meinem | unser | unsere | unseren | dein | deine | deinen | den | die | das | der |
    einen | eine | ein
    """,
    nouns=_TASKS,
    rest="""
    das | ihn | sie | uns | mir | dir | aus | bitte mal | mal | doch | einfach | wird | werden | soll laufen |
    sollen | sollte | sollten | kannst | könntest | könnten sie | können sie | würdest du | ich brauche |
    ich hätte gern | ich möchte dass | dass | damit | hi | hey | moin | guten tag | liebe grüße | dankeschoen |
    danke dir
    """,
)
"""What is said around a time and carries none."""

_TABLE = table(
    (
        K.WEEKDAY,
        {
            "montag|mo": (0, False),
            "dienstag|di": (1, False),
            "mittwoch|mi": (2, False),
            "donnerstag|do": (3, False),
            "freitag|fr": (4, False),
            "samstag|sonnabend|sa": (5, False),
            "sonntag|so": (6, False),
            "montags|montage|montagen": (0, True),
            "dienstags|dienstage|dienstagen": (1, True),
            "mittwochs|mittwoche|mittwochen": (2, True),
            "donnerstags|donnerstage|donnerstagen": (3, True),
            "freitags|freitage|freitagen": (4, True),
            "samstags|sonnabends|samstage|samstagen|sonnabende|sonnabenden": (5, True),
            "sonntags|sonntage|sonntagen": (6, True),
        },
    ),
    (
        K.DAY_SET,
        {
            "werktag|arbeitstag|wochentag|werktage|arbeitstage|wochentage|arbeitstags": (WORKDAYS, False),
            "werktags|wochentags|unter der woche|an werktagen|an arbeitstagen|an wochentagen|werktagen|arbeitstagen": (
                WORKDAYS,
                True,
            ),
            "wochenende": (WEEKEND, False),
            "am wochenende|an wochenenden|wochenends|jedes wochenende|wochenenden|an den wochenenden|den wochenenden": (
                WEEKEND,
                True,
            ),
        },
    ),
    (
        K.MONTH,
        {
            "januar|jänner|jan": 1,
            "februar|feb": 2,
            "märz|maerz": 3,
            "april|apr": 4,
            "mai": 5,
            "juni|jun": 6,
            "juli|jul": 7,
            "august|aug": 8,
            "september|sep|sept": 9,
            "oktober|okt": 10,
            "november|nov": 11,
            "dezember|dez": 12,
        },
    ),
    (
        K.WEEK_PARITY,
        forms(
            "{} woche|{} wochen|{} kalenderwoche|{} kalenderwochen|{} kw",
            {"gerade|geraden|gerader": True, "ungerade|ungeraden|ungerader": False},
        ),
    ),
    (
        K.SEASON_DAY,
        {
            "neujahr": (1, 1),
            "heiligabend|heiliger abend": (12, 24),
            "weihnachten": (12, 25),
            "silvester": (12, 31),
        },
    ),
    (
        K.DAY_REF,
        {
            "heute": 0,
            "morgen|morgen frueh": 1,
            "übermorgen|uebermorgen": 2,
            "gestern": -1,
        },
    ),
    (
        K.LAST_DAY,
        {
            "ultimo": None,
            "monatsende|am monatsende|zum monatsende|zum monatsletzten|monatsletzten|am monatsletzten": None,
            "quartalsende|am quartalsende|zum quartalsende": "quarter",
            "jahresende|zum jahresende|am jahresende": "year",
        },
    ),
    (
        K.FIRST_DAY,
        {
            "monatsanfang|monatsbeginn": None,
            "zum monatsanfang|am monatsanfang|zum monatsbeginn|monatsersten|zum monatsersten|am monatsersten": None,
            "quartalsanfang|quartalsbeginn|zum quartalsbeginn|zum quartalsanfang": "quarter",
            "jahresanfang|jahresbeginn|zum jahresbeginn|zum jahresanfang": "year",
        },
    ),
    (K.HOLIDAYS, ["feiertag|feiertage|feiertagen|an feiertagen"]),
    (
        K.NUMBER,
        {
            "ein|eins|eine|einer|einem|einen|eines": 1,
            "zwei": 2,
            "drei": 3,
            "vier": 4,
            "fünf|fuenf": 5,
            "sechs": 6,
            "sieben": 7,
            "acht": 8,
            "neun": 9,
            "zehn": 10,
            "elf": 11,
            "zwölf|zwoelf": 12,
            "dreizehn": 13,
            "vierzehn": 14,
            "fünfzehn|fuenfzehn": 15,
            "sechzehn": 16,
            "siebzehn": 17,
            "achtzehn": 18,
            "neunzehn": 19,
            "zwanzig": 20,
            "dreißig|dreissig": 30,
            "vierzig": 40,
            "fünfzig|fuenfzig": 50,
            "anderthalb|eineinhalb": 1.5,
            "sechzig": 60,
            "neunzig": 90,
            "zweieinhalb": 2.5,
            "dreieinhalb": 3.5,
        },
        compounds(
            "{unit}und{ten}",
            ("ein", "zwei", "drei", "vier", "fünf|fuenf", "sechs", "sieben", "acht", "neun"),
            {"zwanzig": 20, "dreißig": 30, "dreissig": 30, "vierzig": 40, "fünfzig": 50, "fuenfzig": 50},
        ),
    ),
    (
        K.ORDINAL,
        {
            "erster|ersten|erste|erstes": 1,
            "zweiter|zweiten|zweite|zweites": 2,
            "dritter|dritten|dritte|drittes": 3,
            "vierter|vierten|vierte|viertes": 4,
            "fünfter|fünften|fünfte|fuenfter|fuenften|fuenfte|fünftes": 5,
            "letzter|letzten|letzte|letztes|letztem": -1,
            "vorletzter|vorletzten|vorletzte|vorletztes|vorletztem": -2,
            "drittletzter|drittletzten|drittletzte|drittletztes|vorvorletzten|vorvorletzter|vorvorletzte": -3,
            "viertletzter|viertletzten|viertletzte|viertletztes": -4,
            "fünftletzter|fünftletzten|fünftletzte|fünftletztes|fuenftletzten": -5,
        },
    ),
    (
        K.COUNT,
        {
            "einmal": 1,
            "zweimal": 2,
            "dreimal": 3,
            "viermal": 4,
        },
    ),
    (K.IN_ALL, ["insgesamt|alles in allem"]),
    (K.TIMES, ["mal|male|mals|durchläufe|ausführungen"]),
    (K.FEW, ["einige|ein paar|mehrere|mehrmals|paar"]),
    (
        K.EVERY,
        [
            "jeden|jede|jeder|jedes|jedem|alle|immer|jeweils|jeweils am|jeweils an|jeweils den|jeweils zum|"
            "jeweils zu|an jedem|an jeder|zu jedem|zu jeder|immer am|immer an|immer zum|immer zu|jd|jd."
        ],
    ),
    (
        K.REST,
        {
            "alle anderen|alle übrigen|die übrigen|an allen anderen|an den übrigen|die restlichen": Others.DAYS,
            "sonst|ansonsten": Others.ALONE,
        },
    ),
    (K.ALTERNATE_WEEKDAY, every_nth(_ALTERNATE, _DAYS)),
    (
        K.UNIT,
        {
            "sekunde|sekunden|sek": "second",
            "minute|minuten|min": "minute",
            "stunde|stunden|std": "hour",
            "tag|tage|tagen|tages": "day",
            "woche|wochen": "week",
            "monat|monate|monaten|monats": "month",
            "quartal|quartale|quartals|vierteljahr|vierteljahre": "quarter",
            "jahr|jahre|jahren|jahres|jahrs": "year",
            "halbe stunde|halben stunde|halber stunde|halbstunde": "half hour",
            "viertelstunde|viertel stunde": "quarter hour",
            "dreiviertelstunde|dreiviertel stunde": "three quarters",
            "halbe jahr|halbjahr|halbjahre": "half year",
        },
    ),
    (K.SEVERAL, ["tage|tagen"]),
    (
        K.FREQUENCY,
        {
            "täglich|taeglich|tgl|tgl.": (1, "day"),
            "stündlich|stuendlich": (1, "hour"),
            "minütlich|minuetlich": (1, "minute"),
            "wöchentlich|woechentlich": (1, "week"),
            "monatlich": (1, "month"),
            "vierteljährlich|quartalsweise|vierteljaehrlich": (1, "quarter"),
            "jährlich|jaehrlich": (1, "year"),
            "vierzehntägig|14-tägig|zweiwöchentlich|14-taegig|14tägig|14taegig|vierzehntaegig|zweiwoechentlich": (
                2,
                "week",
            ),
            "einen tag um den anderen": (2, "day"),
            "halbstündlich|halbstuendlich": (30, "minute"),
            "viertelstündlich|viertelstuendlich": (15, "minute"),
            "halbjährlich|halbjaehrlich": (6, "month"),
        },
    ),
    (K.PER, ["pro|am|im|die|in der"]),
    (
        K.CLOCK,
        {
            "mittag|mittags|zwölf uhr mittags": 43200,
            "mitternacht": 0,
        },
    ),
    (
        K.DAY_PART,
        {
            "morgens|am morgen|früh|vormittags|am vormittag|morgen|in der früh|in der frueh|frueh|"
            "morgen frueh": parts.MORNING,
            "mittags|am mittag|zu mittag|mittag": parts.NOON,
            "nachmittags|am nachmittag|nachmittag": parts.AFTERNOON,
            "abends|am abend|abend": parts.EVENING,
            "nachts|in der nacht|nacht": parts.WHOLE_NIGHT,
            "vormittag": parts.MORNING,
        },
    ),
    (
        K.DAY_AND_PART,
        {
            "heute morgen|heute früh|heute frueh|heute vormittag": (0, parts.MORNING),
            "heute mittag": (0, parts.NOON),
            "heute nachmittag": (0, parts.AFTERNOON),
            "heute abend|heut abend": (0, parts.EVENING),
            "heute nacht": (0, parts.WHOLE_NIGHT),
            "morgen früh|morgen frueh|morgen vormittag": (1, parts.MORNING),
            "morgen mittag": (1, parts.NOON),
            "morgen abend": (1, parts.EVENING),
        },
    ),
    (K.WEEKDAY_AND_PART, *(_parts(k, day) for k, day in enumerate(_DAYS))),
    (K.REPEATING, ["jeweils um"]),
    (K.OCLOCK, ["uhr|h"]),
    (K.HALF_TO, ["halb"]),
    (K.MINUTES_TO, ["vor"]),
    (
        K.PAST_HOUR,
        {
            "viertel nach|viertel über": 15,
            "viertel vor|dreiviertel|drei viertel": -15,
            "viertel": -45,
        },
    ),
    (K.PAST, ["nach"]),
    (
        K.ON_THE_HOUR,
        {
            "zur vollen stunde|zu jeder vollen stunde|jede volle stunde|jeweils zur vollen stunde": (0,),
        },
    ),
    (K.MINUTE_OF, ["zur minute|in minute|bei minute|ab minute"]),
    (K.TO_EACH_HOUR, ["vor jeder vollen stunde|vor der vollen stunde"]),
    (K.PAST_EACH_HOUR, ["nach jeder vollen stunde|nach der vollen stunde|nach jeder stunde|jeder stunde"]),
    (K.AT, ["um|jeweils um"]),
    (K.ON, ["am|an|den|an den|an jedem|zum|zu den"]),
    (K.IN, ["in|im"]),
    (K.OF, ["des|im|vom|der|in|eines|eines jeden|jedes|von"]),
    (K.FROM, ["von|ab|vom|jeweils von"]),
    (K.TO, ["bis|bis zum|vor|bis um"]),
    (K.BETWEEN, ["zwischen|jeweils zwischen"]),
    (K.UNTIL, ["bis|bis zum|bis einschließlich|bis einschliesslich|bis inklusive|bis zur"]),
    (K.MERIDIEM, {"am|a.m.|a.m|a m": "am", "pm|p.m.|p.m|p m": "pm"}),
    (K.BEFORE, ["vor|vor dem"]),
    (K.AFTER, ["nach dem|nach der"]),
    (K.START, ["ab|ab dem|beginnend|beginnend am|beginnend ab|ab den|angefangen am|beginnend mit"]),
    (K.FOR, ["für|fuer|für die|fuer die"]),
    (K.FOR_AFTER, ["lang"]),
    (K.AND, ["und|sowie"]),
    (K.OR, ["oder"]),
    (
        K.EXCEPT,
        {
            "außer|ausser|außer am|ausser am|ausgenommen|außer an|ohne|aber nicht am|nicht am|bis auf|"
            "ausser an|ausser den|außer den|nicht an|aber nicht an|mit ausnahme von|mit ausnahme der|"
            "mit ausnahme des|nur nicht am|außer im|ausser im|nicht im|aber nicht im|aber nicht": Exclusion.PLAIN,
            "aber": Exclusion.OTHER_TIME,
        },
    ),
    (K.ONLY, ["nur"]),
    (K.EXCLUDED, ["nicht"]),
    (K.NOT, ["nicht"]),
    (
        K.NEXT,
        {
            "nächster|nächsten|nächste|nächstes|naechsten|nächstem|naechster|naechste|naechstes": Ahead.NEXT,
            "kommenden|kommender|kommende|kommendes|kommendem": Ahead.COMING,
            "übernächsten|übernächste|übernächster|übernächstes|übernächstem": Ahead.AFTER_NEXT,
        },
    ),
    (K.THIS, ["diesen|dieser|diese|dieses|diesem"]),
    (K.NOW, ["jetzt|sofort"]),
    (K.END, ["ende|ende des|am ende|am ende des|zum ende|zum ende des"]),
    (
        K.BEGINNING,
        [
            "anfang|beginn|anfang des|am anfang des|zu beginn|zu beginn des|am beginn|am beginn des|am anfang|"
            "zum anfang|zum beginn"
        ],
    ),
    (K.ARTICLE, ["der|die|das|den|dem|des"]),
    (K.TIME_WORD, ["zeit|zeitzone|ortszeit von|nach|zur|laut"]),
    (K.LOCAL_TIME, ["ortszeit"]),
    (K.TASK, task_words(_TASKS)),
    (
        K.FILLER,
        [
            "bitte|starte|starten|ausführen|laufen|danke|mach das|mach es|es|soll|erinnere mich|erinner mich|"
            "erinnere|erinner|erinnern|mich|daran|weck mich|wecke mich|sag mir|gib mir|bescheid|bitte sehr|"
            "ausfuehren|lass es|lass das|starte es|vielen dank|dankeschön|hallo|ok|okay|kannst du|könntest du|"
            "koenntest du|ich möchte|ich moechte|ich will|wenn möglich|punkt|pünktlich|puenktlich|genau|auch|noch"
        ],
        _CHAT,
    ),
    (K.ALSO, ["auch"]),
)

GERMAN = Lexicon(
    code="de",
    table=without_marks(_TABLE, "äöü", "aou"),
    traits=EUROPEAN
    | {
        Trait.DOT_ORDINALS,
        Trait.DOTTED_CLOCK,
        Trait.PART_AFTER_WEEKDAY,
        Trait.LATER_BY_IN,
        Trait.BARE_GENITIVE,
    },
    inclusive_days=frozenset({8}),
)
