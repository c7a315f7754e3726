"""Spanish."""

from __future__ import annotations

from schedule_mcp.language.lexicon import K, Lexicon, table
from schedule_mcp.language.lexicon.fillers import fillers
from schedule_mcp.language.lexicon.forms import every_nth, forms
from schedule_mcp.schedule.model import WEEKEND, WORKDAYS

_PLURAL = {
    "lunes": (0, True),
    "martes": (1, True),
    "miércoles|miercoles": (2, True),
    "jueves": (3, True),
    "viernes": (4, True),
    "sábados|sabados": (5, True),
    "domingos": (6, True),
}
_DAYS = ("lunes", "martes", "miércoles|miercoles", "jueves", "viernes", "sábado|sabado", "domingo")
_ALTERNATE = (
    "un {} sí y otro no|un {} si y otro no|un {} sí y uno no|un {} sí, otro no|un {} sí y un {} no|{} por medio|"
    "{} de por medio|"
    "un {} de cada dos|uno de cada dos {}|los {} alternos|los {} uno sí y otro no|los {} uno si y otro no|"
    "en {} alternos|"
    "cada 15 días los {}|cada 15 dias los {}|cada 15 días el {}|cada 15 dias el {}|los {} cada 15 días|"
    "los {} cada 15 dias|"
    "cada 14 días los {}|cada 14 días el {}|los {} cada 14 días|el {} cada 15 días|el {} cada 15 dias"
)

_TABLE = table(
    (
        K.WEEKDAY,
        {
            "lunes|lun": (0, False),
            "martes": (1, False),
            "miércoles|miercoles|mié": (2, False),
            "jueves|jue": (3, False),
            "viernes|vie": (4, False),
            "sábado|sabado|sáb": (5, False),
            "domingo|dom": (6, False),
        },
    ),
    (
        K.WEEKDAY,
        {
            "los lunes|todos los lunes|cada lunes": (0, True),
            "los martes|todos los martes|cada martes": (1, True),
            "los miércoles|los miercoles|todos los miércoles|todos los miercoles": (2, True),
            "los jueves|todos los jueves": (3, True),
            "los viernes|todos los viernes": (4, True),
            "sábados|sabados|los sábados|todos los sábados|los sabados|todos los sabados": (5, True),
            "domingos|los domingos|todos los domingos": (6, True),
        },
    ),
    (
        K.DAY_SET,
        {
            "día laborable|dia laborable|día hábil|dia habil|día de semana|día laboral": (WORKDAYS, False),
            "días laborables|dias laborables|días hábiles|dias habiles|días de semana|dias de semana|"
            "días entre semana|entre semana|los días laborables|días laborales": (
                WORKDAYS,
                True,
            ),
            "fin de semana": (WEEKEND, False),
            "fines de semana|los fines de semana": (WEEKEND, True),
        },
    ),
    (
        K.MONTH,
        {
            "enero|ene": 1,
            "febrero|feb": 2,
            "marzo": 3,
            "abril|abr": 4,
            "mayo": 5,
            "junio|jun": 6,
            "julio|jul": 7,
            "agosto|ago": 8,
            "septiembre|setiembre|sep": 9,
            "octubre|oct": 10,
            "noviembre|nov": 11,
            "diciembre|dic": 12,
        },
    ),
    (K.DAY_REF, {"hoy": 0, "mañana": 1, "pasado mañana": 2, "ayer": -1}),
    (
        K.NUMBER,
        {
            "uno|una|un": 1,
            "dos": 2,
            "tres": 3,
            "cuatro": 4,
            "cinco": 5,
            "seis": 6,
            "siete": 7,
            "ocho": 8,
            "nueve": 9,
            "diez": 10,
            "once": 11,
            "doce": 12,
            "trece": 13,
            "catorce": 14,
            "quince": 15,
            "dieciséis|dieciseis": 16,
            "diecisiete": 17,
            "dieciocho": 18,
            "diecinueve": 19,
            "veinte": 20,
        },
    ),
    (K.NUMBER, {"treinta": 30, "cuarenta": 40, "cuarenta y cinco": 45, "cincuenta": 50, "media": 0.5}),
    (
        K.ORDINAL,
        {
            "primer|primero|primera": 1,
            "segundo|segunda": 2,
            "tercer|tercero|tercera": 3,
            "cuarto|cuarta": 4,
            "quinto|quinta": 5,
        },
    ),
    (K.ORDINAL, {"último|ultimo|última|ultima": -1, "penúltimo|penultimo|penúltima": -2}),
    (K.COUNT, {"una vez": 1, "dos veces": 2}),
    (K.TIMES, ["veces|vez"]),
    (K.EVERY, ["cada|todos los|todas las|todo|toda"]),
    (K.OTHER, ["uno de cada dos"]),
    (
        K.UNIT,
        {
            "segundo|segundos": "second",
            "minuto|minutos|min": "minute",
            "hora|horas|h": "hour",
            "día|dia|días|dias": "day",
            "semana|semanas": "week",
            "mes|meses": "month",
            "trimestre|trimestres": "quarter",
            "año|años": "year",
            "media hora": "half hour",
            "cuarto de hora|un cuarto de hora": "quarter hour",
        },
    ),
    (
        K.FREQUENCY,
        {
            "diariamente|a diario|diario": (1, "day"),
            "semanalmente": (1, "week"),
            "mensualmente": (1, "month"),
            "anualmente": (1, "year"),
            "cada quince días|quincenalmente": (2, "week"),
        },
    ),
    (K.PER, ["por|al"]),
    (
        K.CLOCK,
        {"mediodía|mediodia|al mediodía|al mediodia|el mediodía": 43200, "medianoche|a medianoche|la medianoche": 0},
    ),
    (K.MERIDIEM, {"am|a.m.|a. m.": "am", "pm|p.m.|p. m.": "pm"}),
    (
        K.DAY_PART,
        {
            "mañana|de la mañana|por la mañana": (1, 12),
            "tarde|de la tarde|por la tarde": (12, 21),
            "noche|de la noche|por la noche": (18, 28),
            "madrugada|de la madrugada": (0, 6),
        },
    ),
    (K.OCLOCK, ["h|hs|horas|en punto"]),
    (K.HALF_PAST, {"y media": 30, "y cuarto": 15, "menos cuarto": -15}),
    (K.AT, ["a las|a la|a|las"]),
    (K.ON, ["el|los|en el"]),
    (K.IN, ["en|dentro de"]),
    (K.OF, ["de|del|de cada|en"]),
    (K.FROM, ["de|desde|del|desde el|desde las|desde la|de las"]),
    (K.TO, ["a|al|hasta|hasta el|a las|hasta las|hasta la"]),
    (K.BETWEEN, ["entre|entre las|entre la"]),
    (K.UNTIL, ["hasta|hasta el"]),
    (K.BEFORE, ["antes de|antes del|antes de las"]),
    (K.AFTER, ["después de"]),
    (
        K.START,
        ["a partir de|a partir del|desde|desde el|empezando|comenzando|empezando el|comenzando el|empezando mañana"],
    ),
    (K.FOR, ["durante"]),
    (K.AND, ["y|e"]),
    (K.OR, ["o"]),
    (K.EXCEPT, ["excepto|salvo|menos|excepto los|excepto el|salvo los|salvo el|menos los|menos el|excepto en"]),
    (K.ONLY, ["solo|sólo|solamente"]),
    (K.NEXT, ["próximo|proximo|próxima|proxima|que viene"]),
    (K.THIS, ["este|esta"]),
    (K.NOW, ["ahora"]),
    (K.HOLIDAYS, ["festivos|días festivos|feriados"]),
    (K.END, ["fin de|final de|a fin de|a final de|fin|final"]),
    (K.BEGINNING, ["principio de|comienzo de|inicio de|a principios de"]),
    (K.ARTICLE, ["el|la|los|las"]),
    (K.LOCAL_TIME, ["hora local"]),
    (K.FEW, ["algunos|algunas|unas cuantas"]),
    (K.FILLER, ["por favor|ejecuta|ejecutar|ejecútalo|gracias|hazlo|recuérdame|quiero|que"]),
    # What is put together from the words above
    (K.WEEKDAY, forms("los {}|todos los {}", _PLURAL)),
    (K.ALTERNATE_WEEKDAY, every_nth(_ALTERNATE, _DAYS)),
    (
        K.DAY_SET,
        {"día entre semana|dia entre semana|día laborable|dia laboral": (WORKDAYS, False), "finde": (WEEKEND, False)},
    ),
    (
        K.DAY_SET,
        {
            "los dias laborables|los días hábiles|los dias habiles|dias laborales|los días de semana|"
            "los dias de semana|"
            "en días laborables|en días hábiles|en dias habiles": (WORKDAYS, True),
            "findes|los findes|en fines de semana|en los fines de semana": (WEEKEND, True),
        },
    ),
    (K.DAY_REF, {"pasado manana": 2, "manana": 1}),
    (
        K.DAY_PART,
        {
            "manana|de la manana|por la manana|en la mañana|en la manana|a la mañana": (1, 12),
            "a la tarde|en la tarde": (12, 21),
            "a la noche|en la noche": (18, 28),
            "en la madrugada|por la madrugada": (0, 6),
            "del mediodía|del mediodia|de mediodía|de mediodia": (11, 16),
            "mañanas|mananas": (1, 12),
            "tardes": (12, 21),
            "noches": (18, 28),
            "madrugadas": (0, 6),
        },
    ),
    (
        K.DAY_AND_PART,
        {
            "esta mañana|esta manana|hoy por la mañana|hoy por la manana": (0, (4, 12)),
            "esta tarde|hoy por la tarde": (0, (12, 21)),
            "esta noche|hoy por la noche|hoy en la noche|hoy a la noche": (0, (18, 28)),
        },
    ),
    (
        K.NUMBER,
        {
            "veintiuno|veintiún|veintiuna": 21,
            "veintidós|veintidos": 22,
            "veintitrés|veintitres": 23,
            "veinticuatro": 24,
            "veinticinco": 25,
            "sesenta": 60,
            "noventa": 90,
        },
    ),
    (K.ORDINAL, {"penultima": -2}),
    (K.COUNT, {"tres veces": 3}),
    (K.EVERY, ["todas"]),
    (
        K.UNIT,
        {
            "ano|anos": "year",
            "segs|seg": "second",
            "mins": "minute",
            "hrs": "hour",
            "tres cuartos de hora": "three quarters",
        },
    ),
    (
        K.FREQUENCY,
        {
            "un día sí y otro no|un dia si y otro no|un día sí, otro no|un día sí y uno no|día por medio|"
            "dia por medio|"
            "día de por medio|en días alternos|en dias alternos|días alternos|un día de cada dos|cada segundo día": (
                2,
                "day",
            ),
            "una semana sí y otra no|una semana si y otra no|semana por medio|en semanas alternas|semanas alternas|"
            "una semana de cada dos": (2, "week"),
            "un mes sí y otro no|un mes si y otro no|en meses alternos|mes por medio": (2, "month"),
            "trimestralmente": (1, "quarter"),
            "de hora en hora": (1, "hour"),
            "cada quince dias": (2, "week"),
        },
    ),
    (K.HALF_PAST, {"menos cinco": -5, "menos diez": -10, "menos veinte": -20, "menos veinticinco": -25}),
    (K.UNTIL, ["hasta la|hasta los"]),
    (K.AFTER, ["despues de"]),
    (K.START, ["a contar de|a contar del|empezando mañana|empieza el|empezando a"]),
    (
        K.EXCEPT,
        ["excepto la|excepto las|salvo la|salvo las|salvo en|menos la|menos en|quitando los|quitando el|aparte de los"],
    ),
    (K.EXCEPT, ["pero no los|pero no el|pero no en|sin contar los|a excepción de los|a excepcion de los"]),
    (K.NEXT, ["próximos|proximos|próximas|proximas|que entra|siguiente|siguientes"]),
    (K.END, ["fin del|final del|al final de|al final del|a fines de|a fin del|a final del|al fin de"]),
    (
        K.BEGINNING,
        ["principios de|al principio de|al principio del|al comienzo de|al comienzo del|al inicio de|al inicio del"],
    ),
    (K.BEGINNING, ["principio del|comienzo del|inicio del|a principio de"]),
    (K.TIME_WORD, ["horario|zona horaria|huso horario|en horario"]),
    (K.HOLIDAYS, ["los festivos|los feriados|dias festivos"]),
    (
        K.FILLER,
        ["recuerdame|recordame|recordarme|recuérdeme|recuerdeme|recuérdalo|avísame|avisame|avisarme|avíseme|aviseme"],
    ),
    (
        K.FILLER,
        ["porfa|porfi|porfavor|porfis|por fa|pf|xfa|xfavor|plis|si puedes|si puede|muchas gracias|hola|oye|vale|ok"],
    ),
    (
        K.FILLER,
        ["ejecutalo|ejecútala|ejecutala|ejecute|ejecútese|lánzalo|lanzalo|lanza|hazme|ponlo|ponme|quisiera|necesito"],
    ),
    (
        K.FILLER,
        [
            "me gustaría|me gustaria|puedes|podrías|podrias|puede|podría|quiero que me recuerdes|"
            "que me recuerdes|que se ejecute"
        ],
    ),
    (K.FILLER, ["un recordatorio|recordatorio|una alarma|alarma|programa|programar|programalo|prográmalo|que sea"]),
    (K.EACH_PART, ["mañanas|mananas|tardes|noches|madrugadas|por las mañanas|por las tardes|por las noches"]),
    (K.DAY_PART, {"por las mañanas": (1, 12), "por las tardes": (12, 21), "por las noches": (18, 28)}),
    (K.ON_THE_HOUR, {"en punto": (0,)}),
    (K.PAST_EACH_HOUR, ["de cada hora|después de cada hora|despues de cada hora"]),
    (K.AT, ["a los"]),
    (K.FOR, ["por"]),
    (K.FEW, ["varias|varios|unas|unos|más|mas"]),
    (K.FILLER, ["exactamente"]),
    (K.IN_ALL, ["en total"]),
    (K.DAY_PART, {"al mediodía|al mediodia": (11, 16)}),
    (K.FILLER, fillers("es")),
    (K.MINUTE_OF, ["al minuto|en el minuto|a los minutos"]),
    (K.EXCEPT, {"pero|pero en|mas": "other"}),
    (K.NOT, ["no"]),
    (K.REST, {"todos los demás|todos los demas|los demás|los demas|el resto de los|todos los otros": None}),
    (K.REST, {"si no|por lo demás|por lo demas": False}),
    (K.EXCLUDED, ["excluidos|excluido|excluida|excluidas"]),
    (K.UNTIL, ["hasta las"]),
    (K.START, ["desde las|desde la"]),
    (K.AFTER, ["después del|despues del|después de las|despues de las"]),
    (K.FILLER, ["también|tambien|además|ademas|siempre"]),
    (K.ALTERNATE_WEEKDAY, every_nth("cada {} alterno|{} alterno", _DAYS)),
    (K.ORDINAL, {"primeros|primeras": 1, "últimos|ultimos|últimas|ultimas": -1}),
    (K.PER, ["a la"]),
    (K.UNIT, {"bimestre|bimestres": "two months", "semestre|semestres|medio año": "half year"}),
    (K.SEVERAL, ["días|dias"]),
    (K.WEEKDAY, {"mar": (1, False), "mie": (2, False), "sab": (5, False)}),
    (K.DAY_AND_PART, {"mañana temprano|manana temprano": (1, (1, 12))}),
    (K.NUMBER, {"veintiséis|veintiseis": 26, "veintisiete": 27, "veintiocho": 28, "veintinueve": 29}),
    (K.ALSO, ["también|tambien|además|ademas"]),
    (K.DAY_SET, {"l-v|l a v": (WORKDAYS, True)}),
    (K.ALTERNATE_AFTER, {"sí y otro no|si y otro no|sí, otro no|alternos": 2}),
)

SPANISH = Lexicon(
    code="es",
    table=_TABLE,
    dotted_clock=True,
    ordinal_suffixes=frozenset({"º", "ª", "o", "a", "er"}),
    next_after_noun=True,
    joins_minutes=True,
    inclusive_days=frozenset({8, 15}),
)
