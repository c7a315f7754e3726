"""Spanish, German, French, Portuguese, Italian and Dutch: what each construct means, in every one of them."""

from __future__ import annotations

from datetime import datetime
from itertools import islice
from zoneinfo import ZoneInfo

import pytest

from schedule_mcp.errors import UnreadableText
from schedule_mcp.language import read
from schedule_mcp.schedule import fires

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 8, 12, 14, 25, tzinfo=PARIS)
"""A Wednesday."""


def runs(text: str) -> list[str]:
    reading = read(text, now=NOW, timezone="Europe/Paris")
    assert reading.schedule is not None, reading.question
    return [f"{run.astimezone(PARIS):%m-%d %H:%M}" for run in islice(fires(reading.schedule, after=NOW), 3)]


READ = {
    ("08-13 09:00", "08-15 09:00", "08-17 09:00"): [
        "un día sí y otro no a las 9:00",
        "un jour sur deux à 9h",
        "dia sim, dia não às 9h",
        "a giorni alterni alle 9:00",
        "om de dag om 9 uur",
        "jeden zweiten Tag um 9 Uhr",
    ],
    ("08-18 09:00", "09-01 09:00", "09-15 09:00"): [
        "un martes sí y otro no a las 9:00",
        "cada 15 días los martes a las 9:00",
        "un mardi sur deux à 9h",
        "tous les 15 jours le mardi à 9h",
        "terça sim, terça não às 9h",
        "un martedì sì e uno no alle 9:00",
        "ogni 15 giorni di martedì alle 9:00",
        "om de andere dinsdag om 9 uur",
        "alle 14 Tage dienstags um 9 Uhr",
    ],
    ("08-12 21:00",): [
        "esta noche a las 9",
        "heute Abend um 9",
        "ce soir à 9h",
        "hoje à noite às 9",
        "stasera alle 9",
        "vanavond om 9 uur",
    ],
    ("08-12 20:00", "08-13 20:00", "08-14 20:00"): [
        "todas las noches a las 8",
        "a las 8 por las noches",
        "jeden Abend um 8",
        "tous les soirs à 8h",
        "toda noite às 8",
        "tutte le sere alle 8",
        "elke avond om 8 uur",
    ],
    ("08-17 20:00", "08-24 20:00", "08-31 20:00"): ["jeden Montagabend um 8", "elke maandagavond om 8 uur"],
    ("08-21 11:00",): [
        "el viernes de la semana que viene a las 11:00",
        "Freitag nächster Woche um 11 Uhr",
        "vendredi de la semaine prochaine à 11h",
        "sexta da semana que vem às 11h",
        "venerdì della prossima settimana alle 11:00",
        "vrijdag van volgende week om 11 uur",
    ],
    ("08-15 10:00", "08-22 10:00", "08-29 10:00"): [
        "los próximos 3 sábados a las 10:00",
        "les 3 prochains samedis à 10h",
        "os próximos 3 sábados às 10h",
        "i prossimi 3 sabati alle 10:00",
    ],
    ("09-30 18:00", "12-31 18:00", "03-31 18:00"): [
        "a fin de cada trimestre a las 18:00",
        "jeweils zum Quartalsende um 18 Uhr",
        "à la fin de chaque trimestre à 18h",
        "no fim de cada trimestre às 18h",
        "alla fine di ogni trimestre alle 18:00",
        "aan het einde van elk kwartaal om 18 uur",
    ],
    ("09-05 09:00", "10-05 09:00", "11-05 09:00"): [
        "cada día 5 a las 9:00",
        "todo dia 5 às 9h",
        "ogni giorno 5 alle 9:00",
    ],
    ("09-05 09:00",): ["el 5 a las 9:00", "le 5 à 9h", "dia 5 às 9h", "il 5 alle 9:00"],
    ("10-05 09:00",): ["el lunes 5 de octubre a las 9:00", "le lundi 5 octobre à 9h", "il lunedì 5 ottobre alle 9:00"],
    ("08-13 10:00", "08-14 10:00", "08-15 10:00"): [
        "todos los días a las 9:00 hora de Londres",
        "täglich um 9 Uhr Londoner Zeit",
        "tous les jours à 9h, heure de Londres",
        "todos os dias às 9h, horário de Londres",
        "ogni giorno alle 9:00 ora di Londra",
        "elke dag om 9 uur Londense tijd",
    ],
    ("12-25 09:00",): [
        "el 25 de diciembre a las 9 de la mañana",
        "am 25. Dezember um 9 Uhr morgens",
        "le 25 décembre à 9 heures du matin",
        "25 de dezembro às 9 da manhã",
        "il 25 dicembre alle 9 di mattina",
        "op 25 december om 9 uur 's ochtends",
    ],
    ("01-01 09:00", "01-02 09:00", "01-03 09:00"): [
        "del 1 al 5 de enero a las 9:00",
        "du 1er au 5 janvier à 9h",
        "dal 1 al 5 gennaio alle 9:00",
        "de 1 a 5 de janeiro às 9h",
        "van 1 tot 5 januari om 9 uur",
    ],
    ("08-12 14:55",): [
        "avísame en media hora porfa",
        "erinnere mich in einer halben Stunde",
        "rappelle-moi dans une demi-heure stp",
        "me lembra daqui a meia hora",
        "ricordami tra mezz'ora",
        "herinner me over een half uur",
    ],
}


@pytest.mark.parametrize(("text", "expected"), [(text, list(first)) for first, texts in READ.items() for text in texts])
def test_a_construct_means_the_same_in_every_language(text: str, expected: list[str]) -> None:
    assert runs(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "terça sim, quarta não às 9h",
        "un lunes sí y un martes no a las 9:00",
        "un martes sí y otro no y los jueves a las 9:00",
        "el lunes pasado a las 9:00",
        "cada día a las 9:00 hasta finales de mayo",
    ],
)
def test_what_the_words_leave_unclear_is_refused(text: str) -> None:
    with pytest.raises(UnreadableText):
        read(text, now=NOW, timezone="Europe/Paris")
