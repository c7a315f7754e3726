"""Portuguese."""

from __future__ import annotations

from schedule_mcp.language.lexicon import K, Lexicon, table
from schedule_mcp.language.lexicon.fillers import fillers
from schedule_mcp.language.lexicon.forms import every_nth, forms
from schedule_mcp.schedule.model import WEEKEND, WORKDAYS

_PLURAL = {
    "segundas|segundas-feiras": (0, True),
    "terças|terças-feiras|tercas": (1, True),
    "quartas|quartas-feiras": (2, True),
    "quintas|quintas-feiras": (3, True),
    "sextas|sextas-feiras": (4, True),
}
_DAYS = (
    "segunda|segunda-feira",
    "terça|terça-feira|terca",
    "quarta|quarta-feira",
    "quinta|quinta-feira",
    "sexta|sexta-feira",
    "sábado|sabado",
    "domingo",
)
_ALTERNATE = (
    "{} sim, {} não|{} sim {} não|{} sim, {} nao|{} sim {} nao|{} sim e {} não|{} sim, outra não|{} sim, outro não|"
    "{} sim e outra não|{} sim e outro não|uma {} sim, outra não|um {} sim, outro não|uma {} sim e outra não|"
    "um {} sim e outro não|{} a cada 15 dias|na {} a cada 15 dias|no {} a cada 15 dias|a cada 15 dias na {}|"
    "a cada 15 dias no {}|{} de 15 em 15 dias"
)
_STEPS = {"minute": "minutos", "hour": "horas", "day": "dias", "week": "semanas", "month": "meses"}
_WORDS = {
    2: "duas|dois",
    3: "três|tres",
    4: "quatro",
    5: "cinco",
    6: "seis",
    8: "oito",
    10: "dez",
    12: "doze",
    15: "quinze",
}


def _in_steps(unit: str, words: str) -> dict[str, tuple[int, str]]:
    """ "de 4 em 4 horas" is every 4 hours."""
    # Fifteen days are a fortnight as well.
    numbers = (n for n in range(2, 61) if (n, unit) != (15, "day"))
    spelled = {n: f"{n}|{_WORDS[n]}" if n in _WORDS else str(n) for n in numbers}
    return {
        "|".join(f"de {number} em {number} {words}" for number in words_of.split("|")): (n, unit)
        for n, words_of in spelled.items()
    }


_TABLE = table(
    (
        K.WEEKDAY,
        {
            "segunda-feira|segunda": (0, False),
            "terça-feira|terça|terca-feira|terca": (1, False),
            "quarta-feira|quarta": (2, False),
            "quinta-feira|quinta": (3, False),
            "sexta-feira|sexta": (4, False),
            "sábado|sabado": (5, False),
            "domingo": (6, False),
        },
    ),
    (
        K.WEEKDAY,
        {
            "segundas|segundas-feiras|às segundas|às segundas-feiras|nas segundas": (0, True),
            "terças|terças-feiras|às terças|às terças-feiras": (1, True),
            "quartas|quartas-feiras|às quartas|às quartas-feiras": (2, True),
            "quintas|quintas-feiras|às quintas|às quintas-feiras": (3, True),
            "sextas|sextas-feiras|às sextas|às sextas-feiras": (4, True),
            "sábados|sabados|aos sábados": (5, True),
            "domingos|aos domingos": (6, True),
        },
    ),
    (
        K.DAY_SET,
        {
            "dia útil|dia util|dia de semana": (WORKDAYS, False),
            "dias úteis|dias uteis|dias de semana|nos dias úteis|em dias úteis": (WORKDAYS, True),
            "fim de semana": (WEEKEND, False),
            "fins de semana|finais de semana|aos fins de semana|nos fins de semana": (WEEKEND, True),
        },
    ),
    (
        K.MONTH,
        {
            "janeiro": 1,
            "fevereiro": 2,
            "março|marco": 3,
            "abril": 4,
            "maio": 5,
            "junho": 6,
            "julho": 7,
            "agosto": 8,
            "setembro": 9,
            "outubro": 10,
            "novembro": 11,
            "dezembro": 12,
        },
    ),
    (
        K.DAY_REF,
        {"hoje": 0, "amanhã|amanha": 1, "depois de amanhã|depois de amanha": 2, "ontem": -1},
    ),
    (
        K.DAY_PART,
        {
            "manhã|da manhã|de manhã|da manha": (1, 12),
            "tarde|da tarde|à tarde": (12, 19),
            "noite|da noite|à noite": (18, 28),
            "madrugada|da madrugada": (0, 6),
        },
    ),
    (
        K.NUMBER,
        {
            "um|uma": 1,
            "dois|duas": 2,
            "três|tres": 3,
            "quatro": 4,
            "cinco": 5,
            "seis": 6,
            "sete": 7,
            "oito": 8,
            "nove": 9,
            "dez": 10,
            "onze": 11,
            "doze": 12,
            "treze": 13,
            "catorze|quatorze": 14,
            "quinze": 15,
            "dezesseis": 16,
            "dezessete": 17,
            "dezoito": 18,
            "dezenove": 19,
            "vinte": 20,
        },
    ),
    (K.NUMBER, {"trinta": 30, "quarenta": 40, "quarenta e cinco": 45, "cinquenta": 50}),
    (
        K.ORDINAL,
        {
            "primeiro|primeira": 1,
            "segundo": 2,
            "segunda": 2,
            "terceiro|terceira": 3,
            "quarto": 4,
            "quarta": 4,
            "quinto": 5,
            "quinta": 5,
            "último|ultimo|última|ultima": -1,
            "penúltimo|penúltima": -2,
        },
    ),
    (K.COUNT, {"uma vez": 1, "duas vezes": 2}),
    (K.TIMES, ["vezes|vez"]),
    (K.EVERY, ["cada|todo|toda|todos os|todas as|a cada|todo o|toda a|todos|todas"]),
    (
        K.UNIT,
        {
            "segundo|segundos": "second",
            "minuto|minutos|min": "minute",
            "hora|horas|h": "hour",
            "dia|dias": "day",
            "semana|semanas": "week",
            "mês|mes|meses": "month",
            "trimestre|trimestres": "quarter",
            "ano|anos": "year",
            "meia hora": "half hour",
        },
    ),
    (
        K.FREQUENCY,
        {
            "diariamente": (1, "day"),
            "semanalmente": (1, "week"),
            "mensalmente": (1, "month"),
            "anualmente": (1, "year"),
            "quinzenalmente": (2, "week"),
        },
    ),
    (K.PER, ["por|ao"]),
    (K.CLOCK, {"meio-dia|ao meio-dia|meio dia": 43200, "meia-noite|à meia-noite|meia noite": 0}),
    (K.OCLOCK, ["h|horas|hora|hs"]),
    (K.HALF_PAST, {"e meia": 30, "e quinze": 15}),
    (K.AT, ["às|as|à|a"]),
    (K.ON, ["na|no|em|nas|nos|aos"]),
    (K.IN, ["em|daqui a|dentro de"]),
    (K.OF, ["do|de|da|de cada|do mês de"]),
    (K.FROM, ["de|desde|das|da"]),
    (K.TO, ["a|até|ao|às|até às"]),
    (K.BETWEEN, ["entre|entre as"]),
    (K.UNTIL, ["até|até o|até o dia"]),
    (K.BEFORE, ["antes de|antes do"]),
    (K.START, ["a partir de|a partir do|começando|desde|a partir do dia"]),
    (K.FOR, ["durante|por"]),
    (K.AND, ["e"]),
    (K.OR, ["ou"]),
    (K.EXCEPT, ["exceto|menos|salvo|exceto aos|exceto às|exceto no|exceto na"]),
    (K.ONLY, ["só|somente|apenas"]),
    (K.NEXT, ["próximo|próxima|proximo|proxima|que vem"]),
    (K.THIS, ["este|esta|nesta|neste"]),
    (K.NOW, ["agora"]),
    (K.HOLIDAYS, ["feriados|feriado"]),
    (K.END, ["fim de|fim do|final do|final de|no fim do|no final do"]),
    (K.BEGINNING, ["início de|início do|começo do|no início do"]),
    (K.ARTICLE, ["o|a|os|as"]),
    (K.LOCAL_TIME, ["hora local"]),
    (K.FEW, ["alguns|algumas"]),
    (K.FILLER, ["por favor|execute|executar|rode|obrigado|obrigada"]),
    # What is put together from the words above
    (K.ALTERNATE_WEEKDAY, every_nth(_ALTERNATE, _DAYS)),
    (K.WEEKDAY, forms("nas {}|todas as {}|as {}", _PLURAL)),
    (
        K.WEEKDAY,
        {"tercas|às tercas": (1, True), "aos sabados|todos os sábados|todos os sabados|nos sábados": (5, True)},
    ),
    (K.WEEKDAY, {"todos os domingos|nos domingos": (6, True)}),
    (
        K.DAY_SET,
        {
            "nos dias uteis|em dias uteis|durante a semana|os dias úteis|nos dias de semana|em dia de semana|"
            "dias da semana": (
                WORKDAYS,
                True,
            ),
            "final de semana|fds": (WEEKEND, False),
            "aos finais de semana|nos finais de semana|no fim de semana|no final de semana|ao fim de semana": (
                WEEKEND,
                True,
            ),
        },
    ),
    (K.MONTH, {"jan": 1, "fev": 2, "abr": 4, "jun": 6, "jul": 7, "ago": 8, "out": 10, "nov": 11}),
    (
        K.DAY_PART,
        {
            "manha|de manha|pela manhã|pela manha|na manhã": (4, 12),
            "a tarde|de tarde|pela tarde|na tarde": (12, 19),
            "a noite|de noite|pela noite|na noite": (18, 28),
            "de madrugada|pela madrugada|na madrugada": (0, 6),
            "do meio-dia|do meio dia": (11, 16),
            "manhãs|manhas": (4, 12),
            "tardes": (12, 19),
            "noites": (18, 28),
            "madrugadas": (0, 6),
        },
    ),
    (
        K.DAY_AND_PART,
        {
            "hoje de manhã|hoje de manha|esta manhã|hoje pela manhã": (0, (4, 12)),
            "hoje à tarde|hoje a tarde|hoje de tarde|esta tarde": (0, (12, 19)),
            "hoje à noite|hoje a noite|hoje de noite|esta noite": (0, (18, 28)),
        },
    ),
    (
        K.NUMBER,
        {"vinte e cinco": 25, "vinte e quatro": 24, "dezasseis": 16, "dezassete": 17, "dezanove": 19, "sessenta": 60},
    ),
    (K.ORDINAL, {"penultimo|penultima": -2}),
    (K.COUNT, {"três vezes|tres vezes": 3}),
    (K.EVERY, ["todos o|em todo|em todos os|em cada|em todas as"]),
    (
        K.UNIT,
        {
            "seg|segs": "second",
            "mins": "minute",
            "quarto de hora|um quarto de hora": "quarter hour",
            "três quartos de hora": "three quarters",
        },
    ),
    (
        K.FREQUENCY,
        {
            "dia sim, dia não|dia sim dia não|dia sim, dia nao|dia sim dia nao|dia sim e dia não|dia sim, outro não|"
            "um dia sim, um dia não|um dia sim e outro não|um dia sim, outro não|em dias alternados|dias alternados": (
                2,
                "day",
            ),
            "semana sim, semana não|semana sim semana não|semana sim, semana nao|semana sim semana nao|"
            "uma semana sim, outra não|uma semana sim e outra não|em semanas alternadas|semanas alternadas": (
                2,
                "week",
            ),
            "mês sim, mês não|mes sim, mes nao|mês sim mês não|mes sim mes nao|em meses alternados": (2, "month"),
            "de hora em hora": (1, "hour"),
            "de meia em meia hora": (30, "minute"),
            "de minuto em minuto": (1, "minute"),
            "trimestralmente": (1, "quarter"),
        },
    ),
    *((K.FREQUENCY, _in_steps(unit, words)) for unit, words in _STEPS.items()),
    (K.CLOCK, {"a meia-noite|a meia noite|à meia noite": 0, "ao meio dia|meio-dia em ponto": 43200}),
    (K.BETWEEN, ["entre às"]),
    (K.TO, ["até as|ate|ate as|ate às"]),
    (K.UNTIL, ["até a|até à|ate|ate o|ate o dia|até ao|até ao dia"]),
    (K.START, ["a partir da|a partir das|começando em|comecando|começando no dia|começando dia"]),
    (
        K.EXCEPT,
        [
            "exceto nos|exceto nas|exceto em|excepto|exceto o|exceto a|menos no|menos na|menos nos|menos nas|"
            "menos aos|menos às"
        ],
    ),
    (
        K.EXCEPT,
        ["salvo aos|salvo no|salvo na|fora|mas não no|mas não na|mas não nos|mas não nas|mas não aos|mas não às"],
    ),
    (K.NEXT, ["próximos|proximos|próximas|proximas|que entra|seguinte"]),
    (K.THIS, ["essa|esse|nessa|nesse"]),
    (
        K.END,
        [
            "fim da|final da|no fim de|no final de|ao fim de|ao final de|ao fim do|ao final do|fim|final|"
            "no fim da|no final da"
        ],
    ),
    (
        K.BEGINNING,
        ["inicio de|inicio do|no inicio do|no início de|no começo do|no começo de|começo de|no inicio de|ao início de"],
    ),
    (K.TIME_WORD, ["horário|horario|no horário|no horario|fuso horário|fuso horario|fuso|pelo horário|na hora"]),
    (
        K.FILLER,
        ["me lembra|me lembre|lembra-me|lembre-me|me lembrar|lembrar|me avisa|me avise|avisa-me|avise-me|me avisar"],
    ),
    (
        K.FILLER,
        [
            "pf|pfv|pfvr|por gentileza|faz favor|se faz favor|se possível|valeu|oi|olá|ola|ok|muito obrigado|"
            "muito obrigada"
        ],
    ),
    (
        K.FILLER,
        ["quero|quero que|preciso|gostaria|você pode|voce pode|pode|poderia|um lembrete|lembrete|roda|rodar|executa"],
    ),
    (K.EACH_PART, ["manhãs|manhas|tardes|noites|madrugadas|pelas manhãs|às noites|nas noites"]),
    (K.DAY_PART, {"pelas manhãs": (4, 12), "às noites|nas noites": (18, 28)}),
    (K.ON_THE_HOUR, {"em ponto": (0,)}),
    (K.PAST_EACH_HOUR, ["de cada hora|após cada hora"]),
    (K.AT, ["aos"]),
    (K.FEW, ["várias|varias|vários|varios|mais"]),
    (K.FILLER, ["exatamente"]),
    (K.IN_ALL, ["no total|ao todo|ao total"]),
    (K.DAY_PART, {"ao meio-dia|ao meio dia": (11, 16)}),
    (K.FILLER, fillers("pt")),
    (K.TO, ["as"]),
    (K.ONLY, ["so"]),
    (K.MINUTE_OF, ["no minuto|aos minutos"]),
    (K.EXCEPT, {"mas": "other"}),
    (K.NOT, ["não", "nao"]),
    (K.REST, {"todos os outros|os outros|nos outros|os demais|nos demais|todos os demais|o resto dos": None}),
    (K.REST, {"senão|de resto": False}),
    (K.EXCLUDED, ["excluídos|excluidos|excluído|excluido"]),
    (K.AFTER, ["depois de|depois do|após|após o|depois das"]),
    (K.FILLER, ["também|tambem|sempre"]),
    (K.ORDINAL, {"primeiros|primeiras": 1, "últimos|ultimos|últimas|ultimas": -1}),
    (K.PER, ["à|na|no"]),
    (K.UNIT, {"bimestre|bimestres": "two months", "semestre|semestres": "half year"}),
    (K.VAGUE_FREQUENCY, {"de 15 em 15 dias|de quinze em quinze dias": ((14, "day"), (15, "day"))}),
    (K.SEVERAL, ["dias"]),
    (K.MINUTES_TO, ["para as|para a|para às|pras|pra"]),
    (K.FILLER, ["faltando|faltam|feira|-feira"]),
    (K.UNTIL, ["até às|até as|ate as|ate às"]),
    (K.UNIT, {"m": "minute"}),
    (
        K.WEEKDAY,
        {
            "seg": (0, False),
            "ter": (1, False),
            "qua": (2, False),
            "qui": (3, False),
            "sex": (4, False),
            "sáb|sab": (5, False),
            "dom": (6, False),
        },
    ),
    (K.DAY_AND_PART, {"amanhã cedo|amanha cedo": (1, (1, 12)), "hoje cedo": (0, (1, 12))}),
    (K.ALSO, ["também|tambem"]),
    (K.ALTERNATE_AFTER, {"sim, fim de semana não|sim, outro não|sim e outro não|alternados": 2}),
)

PORTUGUESE = Lexicon(
    code="pt",
    table=_TABLE,
    dotted_clock=True,
    ordinal_suffixes=frozenset({"º", "ª", "o", "a"}),
    numbered_weekdays=frozenset({"ª", "a"}),
    next_after_noun=True,
    joins_minutes=True,
    inclusive_days=frozenset({8, 15}),
)
