"""Portuguese."""

from __future__ import annotations

from schedule_mcp.language.lexicon import Exclusion, K, Lexicon, Others, parts, table
from schedule_mcp.language.lexicon.forms import chat_words, every_nth, forms, task_words
from schedule_mcp.language.lexicon.traits import EUROPEAN, Trait
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


_TASKS = """
    relatório | relatorio | relatórios | tarefa | tarefas | processo | trabalho | cópia de segurança | resumo |
    mensagem | dados | fluxo | fluxo de trabalho | verificação | consulta | agente | boletim | exportação | robô
    """
_CHAT = chat_words(
    verbs="""
    corre | correr | envia | envie | enviar | envia-me | me envia | me envie | manda | mande | mandar |
    me manda | dispara | disparar | inicia | inicie | iniciar | verifica | verifique | gera | gere | gerar |
    atualiza | atualize | atualizar | faz | faça | fazer | baixa | baixe | sincroniza | sincronize | publica |
    publique | lança | lance
    """,
    owners="""
    o | a | os | as | meu | minha | meus | minhas | nosso | nossa | um | uma | este | esta | esse | essa | seu |
    sua
    """,
    nouns=_TASKS,
    rest="""
    isso | isto | ele | me | nos | que rode | que execute | deve | deveria | deve rodar | podes | consegues
    """,
)
"""What is said around a time and carries none."""

_TABLE = table(
    (
        K.WEEKDAY,
        {
            "segunda-feira|segunda|seg": (0, False),
            "terça-feira|terça|terca-feira|terca|ter": (1, False),
            "quarta-feira|quarta|qua": (2, False),
            "quinta-feira|quinta|qui": (3, False),
            "sexta-feira|sexta|sex": (4, False),
            "sábado|sabado|sáb|sab": (5, False),
            "domingo|dom": (6, False),
            "segundas|segundas-feiras|às segundas|às segundas-feiras": (0, True),
            "terças|terças-feiras|às terças|às terças-feiras|tercas|às tercas": (1, True),
            "quartas|quartas-feiras|às quartas|às quartas-feiras": (2, True),
            "quintas|quintas-feiras|às quintas|às quintas-feiras": (3, True),
            "sextas|sextas-feiras|às sextas|às sextas-feiras": (4, True),
            "sábados|sabados|aos sábados|aos sabados|todos os sábados|todos os sabados|nos sábados": (5, True),
            "domingos|aos domingos|todos os domingos|nos domingos": (6, True),
        },
        forms("nas {}|todas as {}|as {}", _PLURAL),
    ),
    (
        K.DAY_SET,
        {
            "dia útil|dia util|dia de semana": (WORKDAYS, False),
            "dias úteis|dias uteis|dias de semana|nos dias úteis|em dias úteis": (WORKDAYS, True),
            "fim de semana|final de semana|fds": (WEEKEND, False),
            "fins de semana|finais de semana|aos fins de semana|nos fins de semana": (WEEKEND, True),
            "nos dias uteis|em dias uteis|durante a semana|os dias úteis|nos dias de semana|em dia de semana|"
            "dias da semana": (
                WORKDAYS,
                True,
            ),
            "aos finais de semana|nos finais de semana|no fim de semana|no final de semana|ao fim de semana": (
                WEEKEND,
                True,
            ),
        },
    ),
    (
        K.MONTH,
        {
            "janeiro|jan": 1,
            "fevereiro|fev": 2,
            "março|marco": 3,
            "abril|abr": 4,
            "maio": 5,
            "junho|jun": 6,
            "julho|jul": 7,
            "agosto|ago": 8,
            "setembro": 9,
            "outubro|out": 10,
            "novembro|nov": 11,
            "dezembro": 12,
        },
    ),
    (
        K.WEEK_PARITY,
        {
            "semana par|semanas pares|das semanas pares|nas semanas pares": True,
            "semana ímpar|semana impar|semanas ímpares|semanas impares|das semanas ímpares|nas semanas ímpares": False,
        },
    ),
    (
        K.SEASON_DAY,
        {"natal|o natal|dia de natal": (12, 25), "ano novo|o ano novo": (1, 1)},
    ),
    (
        K.DAY_REF,
        {
            "hoje": 0,
            "amanhã|amanha": 1,
            "depois de amanhã|depois de amanha": 2,
            "ontem": -1,
        },
    ),
    (K.HOLIDAYS, ["feriados|feriado"]),
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
            "dezesseis|dezasseis": 16,
            "dezessete|dezassete": 17,
            "dezoito": 18,
            "dezenove|dezanove": 19,
            "vinte": 20,
            "trinta": 30,
            "quarenta": 40,
            "quarenta e cinco": 45,
            "cinquenta": 50,
            "vinte e cinco": 25,
            "vinte e quatro": 24,
            "sessenta": 60,
        },
    ),
    (
        K.ORDINAL,
        {
            "primeiro|primeira|primeiros|primeiras": 1,
            "segundo|segunda": 2,
            "terceiro|terceira": 3,
            "quarto|quarta": 4,
            "quinto|quinta": 5,
            "último|ultimo|última|ultima|últimos|ultimos|últimas|ultimas": -1,
            "penúltimo|penúltima|penultimo|penultima": -2,
            "antepenúltimo|antepenúltima|antepenultimo|antepenultima": -3,
        },
    ),
    (
        K.COUNT,
        {
            "uma vez": 1,
            "duas vezes": 2,
            "três vezes|tres vezes": 3,
        },
    ),
    (K.IN_ALL, ["no total|ao todo|ao total"]),
    (K.TIMES, ["vezes|vez"]),
    (K.FEW, ["alguns|algumas|várias|varias|vários|varios|mais"]),
    (
        K.EVERY,
        [
            "cada|todo|toda|todos os|todas as|a cada|todo o|toda a|todos|todas|todos o|em todo|em todos os|em cada|"
            "em todas as"
        ],
    ),
    (
        K.REST,
        {
            "todos os outros|os outros|nos outros|os demais|nos demais|todos os demais|o resto dos": Others.DAYS,
            "senão|de resto": Others.ALONE,
        },
    ),
    (
        K.ALTERNATE_AFTER,
        {
            "sim, fim de semana não|sim, outro não|sim e outro não|alternados": 2,
        },
    ),
    (K.ALTERNATE_WEEKDAY, every_nth(_ALTERNATE, _DAYS)),
    (
        K.UNIT,
        {
            "segundo|segundos|seg|segs": "second",
            "minuto|minutos|min|mins|m": "minute",
            "hora|horas|h": "hour",
            "dia|dias": "day",
            "semana|semanas": "week",
            "mês|mes|meses": "month",
            "trimestre|trimestres": "quarter",
            "ano|anos": "year",
            "meia hora": "half hour",
            "quarto de hora|um quarto de hora": "quarter hour",
            "três quartos de hora": "three quarters",
            "bimestre|bimestres": "two months",
            "semestre|semestres": "half year",
        },
    ),
    (K.SEVERAL, ["dias"]),
    (
        K.FREQUENCY,
        {
            "diariamente": (1, "day"),
            "semanalmente": (1, "week"),
            "mensalmente": (1, "month"),
            "anualmente": (1, "year"),
            "quinzenalmente": (2, "week"),
            "dia sim, dia não|dia sim dia não|dia sim, dia nao|dia sim dia nao|dia sim e dia não|"
            "dia sim, outro não|um dia sim, um dia não|um dia sim e outro não|um dia sim, outro não|"
            "em dias alternados|dias alternados": (
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
        *(_in_steps(unit, words) for unit, words in _STEPS.items()),
    ),
    (
        K.VAGUE_FREQUENCY,
        {
            "de 15 em 15 dias|de quinze em quinze dias": ((14, "day"), (15, "day")),
        },
    ),
    (K.PER, ["por|ao|à|na|no"]),
    (
        K.CLOCK,
        {
            "meio-dia|ao meio-dia|meio dia|ao meio dia|meio-dia em ponto": 43200,
            "meia-noite|da meia-noite|de meia-noite|à meia-noite|meia noite|a meia-noite|a meia noite|à meia noite": 0,
        },
    ),
    (
        K.DAY_PART,
        {
            "manhã|da manhã|de manhã|da manha": parts.MORNING,
            "tarde|da tarde|à tarde|a tarde|de tarde|pela tarde|na tarde|tardes": parts.LONG_AFTERNOON,
            "noite|da noite|à noite|a noite|de noite|pela noite|na noite|noites|às noites|nas noites": parts.NIGHT,
            "madrugada|da madrugada|de madrugada|pela madrugada|na madrugada|madrugadas": parts.SMALL_HOURS,
            "manha|de manha|pela manhã|pela manha|na manhã|manhãs|manhas|pelas manhãs": parts.MORNING,
            "do meio-dia|do meio dia|ao meio-dia|ao meio dia": parts.NOON,
        },
    ),
    (
        K.DAY_AND_PART,
        {
            "hoje de manhã|hoje de manha|esta manhã|hoje pela manhã": (0, parts.MORNING),
            "hoje à tarde|hoje a tarde|hoje de tarde|esta tarde": (0, parts.LONG_AFTERNOON),
            "hoje à noite|hoje a noite|hoje de noite|esta noite": (0, parts.NIGHT),
            "amanhã cedo|amanha cedo": (1, parts.MORNING),
            "hoje cedo": (0, parts.MORNING),
        },
    ),
    (K.EACH_PART, ["manhãs|manhas|tardes|noites|madrugadas|pelas manhãs|às noites|nas noites"]),
    (K.OCLOCK, ["h|horas|hora|hs"]),
    (
        K.HALF_PAST,
        {
            "e meia": 30,
            "e quinze": 15,
        },
    ),
    (K.MINUTES_TO, ["para as|para a|para às|pras|pra"]),
    (
        K.ON_THE_HOUR,
        {
            "em ponto": (0,),
        },
    ),
    (K.MINUTE_OF, ["no minuto|aos minutos"]),
    (K.PAST_EACH_HOUR, ["de cada hora|após cada hora"]),
    (K.AT, ["às|as|à|a|aos"]),
    (K.ON, ["na|no|em|nas|nos|aos"]),
    (K.IN, ["em|daqui a|dentro de"]),
    (K.OF, ["do|de|da|de cada|do mês de"]),
    (K.FROM, ["de|desde|das|da"]),
    (K.TO, {"a|às|as": True}, ["até|ao|até às|até as|ate|ate as|ate às"]),
    (K.BETWEEN, ["entre|entre as|entre às"]),
    (K.UNTIL, ["até|até o|até o dia|até a|até à|ate|ate o|ate o dia|até ao|até ao dia|até às|até as|ate as|ate às"]),
    (K.MERIDIEM, {"am|a.m.|a.m|a m": "am", "pm|p.m.|p.m|p m": "pm"}),
    (K.BEFORE, ["antes de|antes do|antes das|antes da"]),
    (K.AFTER, ["depois de|depois do|após|após o|após as|depois das|depois da"]),
    (
        K.START,
        [
            "a partir de|a partir do|começando|desde|a partir do dia|a partir da|a partir das|começando em|"
            "comecando|começando no dia|começando dia"
        ],
    ),
    (K.FOR, ["durante|por"]),
    (K.AND, ["e"]),
    (K.OR, ["ou"]),
    (
        K.EXCEPT,
        {
            "exceto|menos|salvo|exceto aos|exceto às|exceto no|exceto na|exceto nos|exceto nas|exceto em|"
            "excepto|exceto o|exceto a|menos no|menos na|menos nos|menos nas|menos aos|menos às|salvo aos|"
            "salvo no|salvo na|fora|mas não no|mas não na|mas não nos|mas não nas|mas não aos|"
            "mas não às": Exclusion.PLAIN,
            "mas": Exclusion.OTHER_TIME,
        },
    ),
    (K.EXCLUDED, ["excluídos|excluidos|excluído|excluido|não|nao"]),
    (K.ONLY, ["só|somente|apenas|so"]),
    (K.NOT, ["não|nao"]),
    (K.NEXT, ["próximo|próxima|proximo|proxima|que vem|próximos|proximos|próximas|proximas|que entra|seguinte"]),
    (K.THIS, ["este|esta|nesta|neste|essa|esse|nessa|nesse"]),
    (K.NOW, ["agora"]),
    (
        K.END,
        [
            "fim de|fim do|final do|final de|no fim do|no final do|fim da|final da|no fim de|no final de|ao fim de|"
            "ao final de|ao fim do|ao final do|fim|final|no fim da|no final da"
        ],
    ),
    (
        K.BEGINNING,
        [
            "início de|início do|começo do|no início do|inicio de|inicio do|no inicio do|no início de|no começo do|"
            "no começo de|começo de|no inicio de|ao início de"
        ],
    ),
    (K.ARTICLE, ["o|a|os|as"]),
    (K.TIME_WORD, ["horário|horario|no horário|no horario|fuso horário|fuso horario|fuso|pelo horário|na hora"]),
    (K.LOCAL_TIME, ["hora local"]),
    (K.TASK, task_words(_TASKS)),
    (
        K.FILLER,
        [
            "por favor|execute|executar|rode|obrigado|obrigada|me lembra|me lembre|lembra-me|lembre-me|me lembrar|"
            "lembrar|me avisa|me avise|avisa-me|avise-me|me avisar|pf|pfv|pfvr|por gentileza|faz favor|"
            "se faz favor|se possível|valeu|oi|olá|ola|ok|muito obrigado|muito obrigada|quero|quero que|preciso|"
            "gostaria|você pode|voce pode|pode|poderia|um lembrete|lembrete|roda|rodar|executa|exatamente|também|"
            "tambem|sempre|faltando|faltam|feira|-feira"
        ],
        _CHAT,
    ),
    (K.ALSO, ["também|tambem"]),
)

PORTUGUESE = Lexicon(
    code="pt",
    table=_TABLE,
    traits=EUROPEAN
    | {
        Trait.DOTTED_CLOCK,
        Trait.NEXT_AFTER_NOUN,
        Trait.JOINS_MINUTES,
        Trait.EVERY_DAY_NUMBER,
    },
    ordinal_suffixes=frozenset({"º", "ª", "o", "a"}),
    numbered_weekdays=frozenset({"ª", "a"}),
    inclusive_days=frozenset({8, 15}),
)
