"""Spanish."""

from __future__ import annotations

from schedule_mcp.language.lexicon import Exclusion, K, Lexicon, Others, parts, table
from schedule_mcp.language.lexicon.forms import chat_words, every_nth, forms, task_words
from schedule_mcp.language.lexicon.traits import EUROPEAN, Trait
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

_TASKS = """
    informe | informes | tarea | tareas | proceso | trabajo | copia | copia de seguridad | resumen | correo |
    mensaje | reporte | datos | flujo | flujo de trabajo | revisión | consulta | rastreador | agente | boletín |
    exportación
    """
_CHAT = chat_words(
    verbs="""
    lanza | lanzar | corre | correr | envía | envia | enviar | envíame | enviame | envíanos | manda | mandar |
    mándame | mandame | revisa | revisar | comprueba | genera | generar | actualiza | actualizar | inicia |
    iniciar | arranca | arrancar | ejecuten | ejecutes | haz | hacer | descarga | descargar | sincroniza |
    sincronizar | publica | publicar
    """,
    owners="el | la | los | las | mi | mis | nuestro | nuestra | un | una | este | esta | ese | esa | tu",
    nouns=_TASKS,
    rest="""
    lo | la | esto | eso | me | nos | que corra | que me envíes | que envíes | debe | debería | debe ejecutarse
    """,
)
"""What is said around a time and carries none."""

_TABLE = table(
    (
        K.WEEKDAY,
        {
            "lunes|lun": (0, False),
            "martes|mar": (1, False),
            "miércoles|miercoles|mié|mie": (2, False),
            "jueves|jue": (3, False),
            "viernes|vie": (4, False),
            "sábado|sabado|sáb|sab": (5, False),
            "domingo|dom": (6, False),
            "cada lunes": (0, True),
            "cada martes": (1, True),
            "sábados|sabados": (5, True),
            "domingos": (6, True),
        },
        forms("los {}|todos los {}", _PLURAL),
    ),
    (
        K.DAY_SET,
        {
            "día laborable|dia laborable|día hábil|dia habil|día de semana|día laboral|día entre semana|"
            "dia entre semana|dia laboral": (WORKDAYS, False),
            "días laborables|dias laborables|días hábiles|dias habiles|días de semana|dias de semana|"
            "días entre semana|entre semana|los días laborables|días laborales": (
                WORKDAYS,
                True,
            ),
            "fin de semana|finde": (WEEKEND, False),
            "fines de semana|los fines de semana|findes|los findes|en fines de semana|en los fines de semana": (
                WEEKEND,
                True,
            ),
            "los dias laborables|los días hábiles|los dias habiles|dias laborales|los días de semana|"
            "los dias de semana|en días laborables|en días hábiles|en dias habiles|l-v|l a v": (WORKDAYS, True),
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
    (
        K.WEEK_PARITY,
        {
            "semana par|semanas pares|las semanas pares|de las semanas pares|en semanas pares|"
            "en las semanas pares": True,
            "semana impar|semanas impares|las semanas impares|"
            "de las semanas impares|en semanas impares|en las semanas impares": False,
        },
    ),
    (
        K.SEASON_DAY,
        {
            "navidad|la navidad|el día de navidad|día de navidad": (12, 25),
            "nochebuena": (12, 24),
            "nochevieja": (12, 31),
            "año nuevo": (1, 1),
        },
    ),
    (
        K.DAY_REF,
        {
            "hoy": 0,
            "mañana|manana": 1,
            "pasado mañana|pasado manana": 2,
            "ayer": -1,
        },
    ),
    (K.HOLIDAYS, ["festivos|días festivos|feriados|los festivos|los feriados|dias festivos"]),
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
            "treinta": 30,
            "cuarenta": 40,
            "cuarenta y cinco": 45,
            "cincuenta": 50,
            "media": 0.5,
            "veintiuno|veintiún|veintiuna": 21,
            "veintidós|veintidos": 22,
            "veintitrés|veintitres": 23,
            "veinticuatro": 24,
            "veinticinco": 25,
            "sesenta": 60,
            "noventa": 90,
            "veintiséis|veintiseis": 26,
            "veintisiete": 27,
            "veintiocho": 28,
            "veintinueve": 29,
        },
    ),
    (
        K.ORDINAL,
        {
            "primer|primero|primera|primeros|primeras": 1,
            "segundo|segunda": 2,
            "tercer|tercero|tercera": 3,
            "cuarto|cuarta": 4,
            "quinto|quinta": 5,
            "último|ultimo|última|ultima|últimos|ultimos|últimas|ultimas": -1,
            "penúltimo|penultimo|penúltima|penultima": -2,
            "antepenúltimo|antepenultimo|antepenúltima|antepenultima": -3,
        },
    ),
    (
        K.COUNT,
        {
            "una vez": 1,
            "dos veces": 2,
            "tres veces": 3,
        },
    ),
    (K.IN_ALL, ["en total"]),
    (K.TIMES, ["veces|vez"]),
    (K.FEW, ["algunos|algunas|unas cuantas|varias|varios|unas|unos|más|mas"]),
    (K.EVERY, ["cada|todos los|todas las|todo|toda|todas"]),
    (K.OTHER, ["uno de cada dos"]),
    (
        K.REST,
        {
            "todos los demás|todos los demas|los demás|los demas|el resto de los|todos los otros": Others.DAYS,
            "si no|por lo demás|por lo demas": Others.ALONE,
        },
    ),
    (
        K.ALTERNATE_AFTER,
        {
            "sí y otro no|si y otro no|sí, otro no|alternos": 2,
        },
    ),
    (K.ALTERNATE_WEEKDAY, every_nth(_ALTERNATE, _DAYS), every_nth("cada {} alterno|{} alterno", _DAYS)),
    (
        K.UNIT,
        {
            "segundo|segundos|segs|seg": "second",
            "minuto|minutos|min|mins": "minute",
            "hora|horas|h|hrs": "hour",
            "día|dia|días|dias": "day",
            "semana|semanas": "week",
            "mes|meses": "month",
            "trimestre|trimestres": "quarter",
            "año|años|ano|anos": "year",
            "media hora": "half hour",
            "cuarto de hora|un cuarto de hora": "quarter hour",
            "tres cuartos de hora": "three quarters",
            "bimestre|bimestres": "two months",
            "semestre|semestres|medio año": "half year",
        },
    ),
    (K.SEVERAL, ["días|dias"]),
    (
        K.FREQUENCY,
        {
            "diariamente|a diario|diario": (1, "day"),
            "semanalmente": (1, "week"),
            "mensualmente": (1, "month"),
            "anualmente": (1, "year"),
            "cada quince días|quincenalmente|una semana sí y otra no|una semana si y otra no|"
            "semana por medio|en semanas alternas|semanas alternas|una semana de cada dos|cada quince dias": (
                2,
                "week",
            ),
            "un día sí y otro no|un dia si y otro no|un día sí, otro no|un día sí y uno no|día por medio|"
            "dia por medio|día de por medio|en días alternos|en dias alternos|días alternos|"
            "un día de cada dos|cada segundo día": (
                2,
                "day",
            ),
            "un mes sí y otro no|un mes si y otro no|en meses alternos|mes por medio": (2, "month"),
            "trimestralmente": (1, "quarter"),
            "de hora en hora": (1, "hour"),
        },
    ),
    (K.PER, ["por|al|a la"]),
    (
        K.CLOCK,
        {
            "mediodía|mediodia|al mediodía|al mediodia|el mediodía": 43200,
            "medianoche|a medianoche|la medianoche|de la medianoche|de medianoche": 0,
        },
    ),
    (
        K.MERIDIEM,
        {
            "am|a.m.|a. m.": "am",
            "pm|p.m.|p. m.": "pm",
        },
    ),
    (
        K.DAY_PART,
        {
            "mañana|de la mañana|por la mañana|manana|de la manana|por la manana|en la mañana|en la manana|"
            "a la mañana|mañanas|mananas|por las mañanas": parts.MORNING,
            "tarde|de la tarde|por la tarde|a la tarde|en la tarde|tardes|por las tardes": parts.AFTERNOON_AND_EVENING,
            "noche|de la noche|por la noche|a la noche|en la noche|noches|por las noches": parts.NIGHT,
            "madrugada|de la madrugada|en la madrugada|por la madrugada|madrugadas": parts.SMALL_HOURS,
            "del mediodía|del mediodia|de mediodía|de mediodia|al mediodía|al mediodia": parts.NOON,
        },
    ),
    (
        K.DAY_AND_PART,
        {
            "esta mañana|esta manana|hoy por la mañana|hoy por la manana": (0, parts.MORNING),
            "esta tarde|hoy por la tarde": (0, parts.AFTERNOON_AND_EVENING),
            "esta noche|hoy por la noche|hoy en la noche|hoy a la noche": (0, parts.NIGHT),
            "mañana temprano|manana temprano": (1, parts.MORNING),
        },
    ),
    (K.EACH_PART, ["mañanas|mananas|tardes|noches|madrugadas|por las mañanas|por las tardes|por las noches"]),
    (K.OCLOCK, ["h|hs|horas|en punto"]),
    (
        K.HALF_PAST,
        {
            "y media": 30,
            "y cuarto": 15,
            "menos cuarto": -15,
            "menos cinco": -5,
            "menos diez": -10,
            "menos veinte": -20,
            "menos veinticinco": -25,
        },
    ),
    (
        K.ON_THE_HOUR,
        {
            "en punto": (0,),
        },
    ),
    (K.MINUTE_OF, ["al minuto|en el minuto|a los minutos"]),
    (K.PAST_EACH_HOUR, ["de cada hora|después de cada hora|despues de cada hora"]),
    (K.AT, ["a las|a la|a|las|a los"]),
    (K.ON, ["el|los|en el"]),
    (K.IN, ["en|dentro de"]),
    (K.OF, ["de|del|de cada|en"]),
    (K.FROM, ["de|desde|del|desde el|desde las|desde la|de las"]),
    (K.TO, {"a": True}, ["al|hasta|hasta el|a las|hasta las|hasta la"]),
    (K.BETWEEN, ["entre|entre las|entre la"]),
    (K.UNTIL, ["hasta|hasta el|hasta la|hasta los|hasta las"]),
    (K.BEFORE, ["antes de|antes del|antes de las"]),
    (K.AFTER, ["después de|despues de|después del|despues del|después de las|despues de las"]),
    (
        K.START,
        [
            "a partir de|a partir del|desde|desde el|empezando|comenzando|empezando el|comenzando el|"
            "empezando mañana|a contar de|a contar del|empieza el|empezando a|desde las|desde la"
        ],
    ),
    (K.FOR, ["durante|por"]),
    (K.AND, ["y|e"]),
    (K.OR, ["o"]),
    (
        K.EXCEPT,
        {
            "excepto|salvo|menos|excepto los|excepto el|salvo los|salvo el|menos los|menos el|excepto en|"
            "excepto la|excepto las|salvo la|salvo las|salvo en|menos la|menos en|quitando los|quitando el|"
            "aparte de los|pero no los|pero no el|pero no en|sin contar los|a excepción de los|"
            "a excepcion de los": Exclusion.PLAIN,
            "pero|pero en|mas": Exclusion.OTHER_TIME,
        },
    ),
    (K.EXCLUDED, ["excluidos|excluido|excluida|excluidas|no"]),
    (K.ONLY, ["solo|sólo|solamente"]),
    (K.NOT, ["no"]),
    (
        K.NEXT,
        [
            "próximo|proximo|próxima|proxima|que viene|próximos|proximos|próximas|proximas|que entra|siguiente|"
            "siguientes"
        ],
    ),
    (K.THIS, ["este|esta"]),
    (K.NOW, ["ahora"]),
    (
        K.END,
        [
            "fin de|final de|a fin de|a final de|fin|final|fin del|final del|al final de|al final del|a fines de|"
            "a fin del|a final del|al fin de"
        ],
    ),
    (
        K.BEGINNING,
        [
            "principio de|comienzo de|inicio de|a principios de|principios de|al principio de|al principio del|"
            "al comienzo de|al comienzo del|al inicio de|al inicio del|principio del|comienzo del|inicio del|"
            "a principio de"
        ],
    ),
    (K.ARTICLE, ["el|la|los|las"]),
    (K.TIME_WORD, ["horario|zona horaria|huso horario|en horario"]),
    (K.LOCAL_TIME, ["hora local"]),
    (K.TASK, task_words(_TASKS)),
    (
        K.FILLER,
        [
            "por favor|ejecuta|ejecutar|ejecútalo|gracias|hazlo|recuérdame|quiero|que|recuerdame|recordame|"
            "recordarme|recuérdeme|recuerdeme|recuérdalo|avísame|avisame|avisarme|avíseme|aviseme|porfa|porfi|"
            "porfavor|porfis|por fa|pf|xfa|xfavor|plis|si puedes|si puede|muchas gracias|hola|oye|vale|ok|"
            "ejecutalo|ejecútala|ejecutala|ejecute|ejecútese|lánzalo|lanzalo|hazme|ponlo|ponme|quisiera|necesito|"
            "me gustaría|me gustaria|puedes|podrías|podrias|puede|podría|quiero que me recuerdes|que me recuerdes|"
            "que se ejecute|un recordatorio|recordatorio|una alarma|alarma|programa|programar|programalo|"
            "prográmalo|que sea|exactamente|también|tambien|además|ademas|siempre"
        ],
        _CHAT,
    ),
    (K.ALSO, ["también|tambien|además|ademas"]),
)

SPANISH = Lexicon(
    code="es",
    table=_TABLE,
    traits=EUROPEAN
    | {
        Trait.DOTTED_CLOCK,
        Trait.NEXT_AFTER_NOUN,
        Trait.JOINS_MINUTES,
        Trait.EVERY_DAY_NUMBER,
    },
    ordinal_suffixes=frozenset({"º", "ª", "o", "a", "er"}),
    inclusive_days=frozenset({8, 15}),
)
