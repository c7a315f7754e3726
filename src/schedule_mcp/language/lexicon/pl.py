"""Polish."""

from __future__ import annotations

from schedule_mcp.language.lexicon import Ahead, K, Lexicon, Others, parts, table
from schedule_mcp.language.lexicon.forms import chat_words, every_nth, forms, task_words, without_marks
from schedule_mcp.language.lexicon.traits import EUROPEAN, Trait
from schedule_mcp.schedule.model import WEEKEND, WORKDAYS

_DAYS = {
    "poniedziałek|poniedziałku|pon": 0,
    "wtorek|wtorku|wt": 1,
    "środa|środę|środy|śr": 2,
    "czwartek|czwartku|czw": 3,
    "piątek|piątku|pt": 4,
    "sobota|sobotę|soboty|sob": 5,
    "niedziela|niedzielę|niedzieli|ndz": 6,
}
"""With the forms after "w", "od" and "do"."""
_PLURALS = {"poniedziałki": 0, "wtorki": 1, "czwartki": 3, "piątki": 4, "niedziele": 6}
_ORDINALS = {
    "pierwszy|pierwszego|pierwszą|pierwsza|pierwsze": 1,
    "drugi|drugiego|drugą|druga|drugie": 2,
    "trzeci|trzeciego|trzecią|trzecie": 3,
    "czwarty|czwartego|czwartą|czwarte": 4,
    "piąty|piątego|piąte": 5,
    "ostatni|ostatniego|ostatnią|ostatnia|ostatnie": -1,
    "przedostatni|przedostatniego|przedostatnią|przedostatnia|drugi od końca|drugą od końca": -2,
    "trzeci od końca|trzecią od końca|trzecia od końca|trzeciego od końca": -3,
    "czwarty od końca|czwartą od końca|czwartego od końca": -4,
}
_HOURS = {
    "pierwszej": 1,
    "drugiej": 2,
    "trzeciej|trzecia": 3,
    "czwartej|czwarta": 4,
    "piątej|piąta": 5,
    "szóstej|szósta": 6,
    "siódmej|siódma": 7,
    "ósmej|ósma": 8,
    "dziewiątej|dziewiąta": 9,
    "dziesiątej|dziesiąta": 10,
    "jedenastej|jedenasta": 11,
    "dwunastej|dwunasta": 12,
    "trzynastej": 13,
    "czternastej": 14,
    "piętnastej": 15,
    "szesnastej": 16,
    "siedemnastej": 17,
    "osiemnastej": 18,
    "dziewiętnastej": 19,
    "dwudziestej": 20,
}
"""Hours are told by ordinals: "o dziewiątej", "za kwadrans dziewiąta"."""
_TASKS = """
    raport | raporty | zadanie | zadania | skrypt | kopia zapasowa | kopię zapasową | wiadomość | dane | zapytanie |
    podsumowanie | przypomnienie | eksport | agenta | proces | przepływ
    """
_CHAT = chat_words(
    verbs="""
    uruchom | uruchamiaj | uruchomić | włącz | odpal | odpalaj | wyślij | wysyłaj | wysłać | sprawdź | sprawdzaj |
    wygeneruj | generuj | pobierz | pobieraj | zrób | rób | zaktualizuj | aktualizuj | przypomnij | przypominaj |
    przypomnij mi | obudź mnie | powiadom | powiadom mnie | zaplanuj
    """,
    owners="mój | moją | moje | nasz | naszą | ten | to | ta | tę",
    nouns=_TASKS,
    rest="proszę | mi | mnie | dzięki | dziękuję | cześć | hej | chcę | potrzebuję | czy możesz | możesz | żeby | "
    "dokładnie | punktualnie",
)
"""What is said around a time and carries none."""

_TABLE = table(
    (
        K.WEEKDAY,
        {key: (day, False) for key, day in _DAYS.items()},
        {key: (day, True) for key, day in _PLURALS.items()},
        {"w środy|we środy|środami": (2, True), "w soboty|sobotami": (5, True)},
    ),
    (
        K.DAY_SET,
        {
            "dzień roboczy|dnia roboczego": (WORKDAYS, False),
            "dni robocze|w dni robocze|dni powszednie|w dni powszednie": (WORKDAYS, True),
            "weekend": (WEEKEND, False),
            "weekendy|w weekendy": (WEEKEND, True),
        },
    ),
    (
        K.MONTH,
        {
            "styczeń|stycznia|styczniu": 1,
            "luty|lutego|lutym": 2,
            "marzec|marca|marcu": 3,
            "kwiecień|kwietnia|kwietniu": 4,
            "maj|maja|maju": 5,
            "czerwiec|czerwca|czerwcu": 6,
            "lipiec|lipca|lipcu": 7,
            "sierpień|sierpnia|sierpniu": 8,
            "wrzesień|września|wrześniu": 9,
            "październik|października|październiku": 10,
            "listopad|listopada|listopadzie": 11,
            "grudzień|grudnia|grudniu": 12,
        },
    ),
    (
        K.WEEK_PARITY,
        forms(
            "{} tydzień|{} tygodnie|{} tygodniach",
            {"parzysty|parzyste|parzystych": True, "nieparzysty|nieparzyste|nieparzystych": False},
        ),
    ),
    (
        K.SEASON_DAY,
        {
            "boże narodzenie|bożego narodzenia": (12, 25),
            "sylwester|sylwestra": (12, 31),
            "nowy rok|nowego roku": (1, 1),
        },
    ),
    (K.DAY_REF, {"dziś|dzisiaj": 0, "jutro|jutra": 1, "pojutrze": 2, "wczoraj": -1}),
    (K.HOLIDAYS, ["święto|święta|świąt"]),
    (
        K.NUMBER,
        {
            "jeden|jedną|jedna|jedno": 1,
            "dwa|dwie": 2,
            "trzy": 3,
            "cztery": 4,
            "pięć": 5,
            "sześć": 6,
            "siedem": 7,
            "osiem": 8,
            "dziewięć": 9,
            "dziesięć": 10,
            "dwanaście": 12,
            "piętnaście": 15,
            "dwadzieścia": 20,
            "trzydzieści": 30,
            "czterdzieści pięć": 45,
            "półtorej|półtora": 1.5,
        },
        _HOURS,
    ),
    (K.ORDINAL, _ORDINALS),
    (K.COUNT, {"raz": 1, "dwukrotnie": 2}),
    (K.TIMES, ["razy"]),
    (K.FEW, ["kilka|parę"]),
    (K.EVERY, ["co|każdy|każdego|każdą|każda|każde|każdej|w każdy|w każdą|w każde|co każde"]),
    (K.REST, {"pozostałe|wszystkie pozostałe|inne": Others.DAYS}),
    (K.ALTERNATE_WEEKDAY, every_nth("co drugi {}|co drugą {}|w co drugi {}|w co drugą {}", _DAYS)),
    (
        K.UNIT,
        {
            "sekunda|sekundę|sekundy|sekund": "second",
            "minuta|minutę|minuty|minut|min": "minute",
            "godzina|godzinę|godziny|godzin|godz": "hour",
            "dzień|dni|dnia|dniu": "day",
            "tydzień|tygodnie|tygodni|tygodnia|tygodniu": "week",
            "miesiąc|miesiące|miesięcy|miesiąca|miesiącu": "month",
            "kwartał|kwartały|kwartałów|kwartału": "quarter",
            "rok|lata|lat|roku": "year",
            "pół godziny": "half hour",
            "kwadrans": "quarter hour",
            "pół roku": "half year",
        },
    ),
    (K.GENITIVE, ["tygodnia|miesiąca|kwartału|roku"]),
    (
        K.FREQUENCY,
        {
            "codziennie|dziennie": (1, "day"),
            "cogodzinnie": (1, "hour"),
            "cotygodniowo|tygodniowo": (1, "week"),
            "comiesięcznie|miesięcznie": (1, "month"),
            "kwartalnie": (1, "quarter"),
            "corocznie|rocznie": (1, "year"),
        },
    ),
    (K.PER, ["na|w"]),
    (K.CLOCK, {"południe|w południe|południem": 43200, "północ|o północy|północy|północą": 0}),
    (
        K.DAY_PART,
        {
            "rano|z rana|przed południem": parts.MORNING,
            "po południu": parts.AFTERNOON,
            "wieczorem|wieczór": parts.EVENING,
            "w nocy|nocą": parts.WHOLE_NIGHT,
            "nad ranem": parts.SMALL_HOURS,
        },
    ),
    (
        K.DAY_AND_PART,
        {
            "dziś rano|dzisiaj rano": (0, parts.MORNING),
            "dziś po południu|dzisiaj po południu": (0, parts.AFTERNOON),
            "dziś wieczorem|dzisiaj wieczorem": (0, parts.EVENING),
            "dziś w nocy|dzisiaj w nocy": (0, parts.WHOLE_NIGHT),
        },
    ),
    (K.REPEATING, ["za każdym razem"]),
    (K.HALF_TO, ["wpół do|w pół do|o wpół do|pół do"]),
    (K.PAST_HOUR, {"kwadrans po": 15, "za kwadrans|za piętnaście": -15}),
    (K.PAST, ["po"]),
    (K.AT, ["o|o godzinie|o godz|o godz.|godzina|godzinie"]),
    (K.ON, ["w|we|na"]),
    (K.IN, ["za|w ciągu"]),
    (K.FROM, ["od"]),
    (K.TO, ["do"]),
    (K.BETWEEN, ["między|pomiędzy"]),
    (K.UNTIL, ["do|aż do|do końca dnia"]),
    (K.BEFORE, ["przed"]),
    (K.AFTER, ["po"]),
    (K.START, ["od|począwszy od|zaczynając od|zaczynając"]),
    (K.FOR, ["przez"]),
    (K.AND, ["i|oraz|a"]),
    (K.OR, ["lub|albo"]),
    (K.EXCEPT, ["oprócz|z wyjątkiem|poza|ale nie w|ale nie we|bez"]),
    (K.ONLY, ["tylko|wyłącznie"]),
    (K.EXCLUDED, ["nie"]),
    (K.NOT, ["nie"]),
    (
        K.NEXT,
        {
            "następny|następnego|następną|następnym|następne|przyszły|przyszłego|przyszłą|przyszłym": Ahead.NEXT,
            "najbliższy|najbliższą|nadchodzący|nadchodzącą": Ahead.COMING,
        },
    ),
    (K.THIS, ["ten|tę|tego|tym"]),
    (K.NOW, ["teraz|zaraz"]),
    (K.END, ["koniec|końca|na koniec|z końcem|pod koniec"]),
    (K.BEGINNING, ["początek|początku|na początku|na początek"]),
    (K.TIME_WORD, ["czasu|czas"]),
    (K.LOCAL_TIME, ["czasu lokalnego"]),
    (K.TASK, task_words(_TASKS)),
    (K.FILLER, _CHAT),
)

POLISH = Lexicon(
    code="pl",
    table=without_marks(_TABLE, "ąćęłńóśźż", "acelnoszz"),
    traits=EUROPEAN | {Trait.DOT_ORDINALS, Trait.DOTTED_CLOCK, Trait.BARE_GENITIVE, Trait.BARE_UNITS},
)
