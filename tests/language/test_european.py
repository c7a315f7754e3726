"""Spanish, German, French, Portuguese, Italian and Dutch: what each construct means, in every one of them."""

from __future__ import annotations

from datetime import datetime
from importlib import import_module
from itertools import islice
from zoneinfo import ZoneInfo

import pytest

from schedule_mcp.errors import UnreadableText
from schedule_mcp.language import describe, read
from schedule_mcp.language.lexicon import Lexicon, cut, raws_of_key
from schedule_mcp.schedule import fires, same

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 8, 12, 14, 25, tzinfo=PARIS)
"""A Wednesday."""


def runs(text: str) -> list[str]:
    reading = read(text, now=NOW, timezone="Europe/Paris")
    assert reading.schedule is not None, reading.question
    return [f"{run.astimezone(PARIS):%m-%d %H:%M}" for run in islice(fires(reading.schedule, after=NOW), 3)]


READ = {
    ("08-12 18:00", "08-13 08:00", "08-13 12:00"): [
        "dreimal täglich: 8, 12 und 18 Uhr",
        "täglich 8, 12 und 18 Uhr",
        "dagelijks 8, 12 en 18 uur",
    ],
    ("09-08 15:00", "10-13 15:00", "11-10 15:00"): [
        "jeden 2. Dienstag im Monat um 15 Uhr",
        "jeden zweiten Dienstag im Monat um 15 Uhr",
    ],
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
        "cada 15 días, los martes, a las 9:00",
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
    ("09-05 09:00",): [
        "el 5 a las 9:00",
        "le 5 à 9h",
        "dia 5 às 9h",
        "il 5 alle 9:00",
        "el 5 del mes que viene a las 9:00",
        "am 5. nächsten Monats um 9 Uhr",
        "le 5 du mois prochain à 9h",
        "dia 5 do próximo mês às 9h",
        "il 5 del mese prossimo alle 9:00",
        "op de 5e van volgende maand om 9 uur",
    ],
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
    ("09-01 09:00", "09-02 09:00", "09-03 09:00"): [
        "del 1 al 5 de cada mes a las 9:00",
        "los días 1 a 5 de cada mes a las 9:00",
        "vom 1. bis zum 5. jedes Monats um 9 Uhr",
        "du 1er au 5 de chaque mois à 9h",
        "do dia 1 ao dia 5 de cada mês às 9h",
        "dall'1 al 5 di ogni mese alle 9:00",
        "van de 1e tot en met de 5e van elke maand om 9 uur",
    ],
    ("08-13 09:00", "08-14 09:00", "08-15 09:00"): [
        "los domingos a las 11:00, todos los demás días a las 9:00",
        "jeden Tag um 9 Uhr, sonntags aber um 11 Uhr",
        "tous les jours à 9h, mais le dimanche à 11h",
        "todo dia às 9h, mas aos domingos às 11h",
        "ogni giorno alle 9:00, ma la domenica alle 11:00",
        "elke dag om 9 uur, maar op zondag om 11 uur",
        "in den nächsten 3 Tagen täglich um 9 Uhr",
        "les 3 prochains jours à 9h",
        "menos los domingos todos los días a las 9:00",
        "außer sonntags jeden Tag um 9 Uhr",
        "sauf le dimanche tous les jours à 9h",
        "menos aos domingos todo dia às 9h",
        "tranne la domenica tutti i giorni alle 9:00",
        "behalve op zondag elke dag om 9 uur",
    ],
    ("08-13 12:30", "08-14 12:30", "08-15 12:30"): [
        "todos los días al mediodía y media",
        "tous les jours à midi et demi",
        "tous les jours à midi trente",
        "todo dia ao meio-dia e meia",
        "ogni giorno a mezzogiorno e mezzo",
    ],
    ("08-13 12:00", "08-14 12:00", "08-15 12:00"): [
        "jeden Tag mittags um 12",
        "todos los días al mediodía a las 12",
        "todos los días a mediodía en punto",
        "tous les jours à midi pile",
    ],
    ("08-18 09:00",): [
        "el martes 18 a las 9:00",
        "am Dienstag, dem 18., um 9 Uhr",
        "le mardi 18 à 9h",
        "terça, dia 18, às 9h",
        "martedì 18 alle 9:00",
        "dinsdag 18 om 9 uur",
    ],
    ("12-03 14:30",): [
        "am 3.12. um 14:30 Uhr",
        "am 3.12.26 um 14:30 Uhr",
        "il 3.12 alle 14.30",
        "op 3.12 om 14.30 uur",
    ],
    ("08-12 15:00", "08-12 16:00", "08-12 17:00"): [
        "cada hora en punto",
        "stündlich zur vollen Stunde",
        "toutes les heures pile",
        "toda hora em ponto",
        "ogni ora in punto",
        "elk uur op het hele uur",
    ],
    ("08-14 09:00", "08-21 09:00"): [
        "los viernes a las 9:00 por dos semanas",
        "zwei Wochen lang jeden Freitag um 9 Uhr",
        "twee weken lang elke vrijdag om 9 uur",
        "ogni venerdì alle 9:00, due volte in totale",
    ],
    ("08-12 16:00", "08-12 20:00", "08-19 06:30"): [
        "alle 6:30, alle 16.00 e alle otto di sera ogni mercoledì",
        "chaque mercredi à 6h30, à 16h et à huit heures du soir",
        "los miércoles a las 6:30, a las 16:00 y a las 8 de la noche",
        "mittwochs um 6:30 Uhr, um 16 Uhr und um 8 Uhr abends",
    ],
    ("09-07 09:00", "09-14 09:00", "09-21 09:00"): [
        "salvo en agosto los lunes a las 9:00",
        "sauf en août, le lundi à 9h",
        "außer im August, montags um 9 Uhr",
        "exceto em agosto, às segundas às 9h",
        "tranne ad agosto di lunedì alle 9:00",
        "behalve in augustus op maandagen om 9 uur",
    ],
    ("08-13 09:00", "08-14 09:00", "08-17 09:00"): [
        "Mon..Fri at 9am",
        "Mon…Fri 9:00am",
        "lun..ven à 9h",
        "Mo..Fr um 9 Uhr",
        "salvo los miércoles, los días laborables a las 9:00",
        "sauf le mercredi, en semaine à 9h",
        "uitgezonderd woensdag, op werkdagen om 9 uur",
    ],
    ("09-03 09:00", "10-01 09:00", "11-05 09:00"): [
        "na primeira quinta do mês às 9h",
        "toda primeira quinta-feira do mês às 9h",
    ],
    ("08-20 03:00", "08-20 14:30", "08-21 03:00"): [
        "começando em 20 de agosto às 3h e às 2 e meia da tarde todos os dias",
        "a partire dal 20 agosto alle 3:00 e alle 14.30 ogni giorno",
    ],
    ("08-20 02:30", "09-20 02:30", "10-20 02:30"): [
        "cada día 20 a las 2:30 hasta el 17 de noviembre",
        "todo dia 20 às 2h30 até 17 de novembro",
    ],
    ("08-12 20:00", "08-12 21:00", "08-12 22:00"): [
        "cada hora de 8 a 10 de la noche",
        "elk uur van 8 tot 10 uur 's avonds",
    ],
    ("08-13 03:00", "08-14 03:00", "08-15 03:00"): [
        "todos los días a las 3 de la mañana",
        "jeden Tag um 3 Uhr morgens",
        "tous les jours à trois heures du matin",
        "ogni giorno alle 3 del mattino",
    ],
    ("11-14 09:00", "11-14 09:00", "11-14 09:00"): [
        "il 14 novembre di ogni anno alle 9:00",
        "no dia 14 de novembro de cada ano às 9h",
        "op 14 november van elk jaar om 9 uur",
    ],
    ("08-12 20:00", "08-17 09:00", "08-19 20:00"): [
        "a las 9:00 los lunes y cada miércoles a las 20:00",
        "um 9 Uhr montags und jeden Mittwoch um 20 Uhr",
        "le lundi à 9h et à 20h le mercredi",
        "às segundas às 9h e às 20h às quartas",
        "alle 9:00 ogni lunedì, il mercoledì alle 20:00",
        "op maandagen om 9 uur en om 20 uur op woensdagen",
    ],
    ("08-12 14:45", "08-12 15:45", "08-12 16:45"): [
        "cada hora a los 45 minutos",
        "a cada hora aos 45 minutos",
        "ogni ora al minuto 45",
        "toutes les heures à la minute 45",
    ],
    ("08-25 09:00", "08-26 09:00", "08-27 09:00"): [
        "del 25 al 28 de agosto a las 9:00",
        "de 25 a 28 de agosto às 9h",
    ],
    ("02-28 09:00",): ["às 9h domingo, 28 de fevereiro", "um 9 Uhr am Sonntag, den 28. Februar"],
    ("08-12 20:00", "08-13 08:00", "08-13 20:00"): [
        "cada mañana a las 8 y cada noche a las 8",
        "por las mañanas a las 8 y por las noches a las 8",
        "jeden Tag morgens und abends um 8",
        "tous les matins à 8h et tous les soirs à 20h",
        "toda manhã às 8 e toda noite às 8",
        "ogni mattina alle 8 e ogni sera alle 8",
        "elke ochtend om 8 uur en elke avond om 8 uur",
    ],
    ("09-01 09:00", "09-02 09:00", "10-01 09:00"): [
        "los dos primeros días de cada mes a las 9:00",
        "an den ersten zwei Tagen des Monats um 9 Uhr",
        "les 2 premiers jours du mois à 9h",
        "nos dois primeiros dias do mês às 9h",
        "i primi due giorni del mese alle 9:00",
        "de eerste twee dagen van de maand om 9 uur",
    ],
    ("08-24 09:00",): ["Montag in einer Woche um 9 Uhr", "maandag over een week om 9 uur"],
    ("08-12 20:35", "08-13 20:35", "08-14 20:35"): [
        "jeden Tag um fünf nach halb neun abends",
        "elke dag om vijf over half negen 's avonds",
    ],
    ("07-05 09:00", "07-12 09:00", "07-19 09:00"): [
        "los lunes de julio a las 9:00",
        "montags im Juli um 9 Uhr",
        "chaque lundi de juillet à 9h",
        "toda segunda de julho às 9h",
        "ogni lunedì di luglio alle 9:00",
        "elke maandag in juli om 9 uur",
    ],
    ("08-12 20:25", "08-13 20:25", "08-14 20:25"): [
        "todos los días a las ocho y veinticinco de la tarde",
        "jeden Tag um acht Uhr fünfundzwanzig abends",
        "tous les jours à huit heures vingt-cinq du soir",
        "todo dia às oito e vinte e cinco da noite",
        "ogni giorno alle otto e venticinque di sera",
        "elke dag om acht uur vijfentwintig 's avonds",
    ],
    ("08-12 18:00", "08-13 07:00", "08-13 12:00"): [
        "a las 7, a las 12 y a las 18 todos los días",
        "às 7, 12 e 18 todo dia",
        "alle 7, alle 12 e alle 18 ogni giorno",
    ],
    ("11-13 09:00", "08-13 09:00", "10-13 09:00"): ["chaque vendredi 13 à 9h", "ogni venerdì 13 alle 9:00"],
    ("11-13 09:00",): ["le vendredi 13 à 9h", "il venerdì 13 alle 9:00"],
    ("08-14 09:00", "08-17 09:00", "08-19 09:00"): ["2ª, 4ª e 6ª às 9h"],
    ("08-14 09:00",): ["a las 9:00 del viernes", "às 9h da sexta"],
    ("08-12 21:30", "08-13 21:30", "08-14 21:30"): [
        "jeden Tag um 21:30 Uhr, sonntags auch um 11 Uhr",
        "tous les jours à 21h30 et le dimanche à 11h",
    ],
    ("08-12 14:30", "08-12 14:45", "08-12 15:00"): [
        "cada 15 minutos de 9:00 a 10:00 y de 14:00 a 15:00",
        "jeden Tag von 9:00 bis 10:00 und von 14:00 bis 15:00 Uhr alle 15 Minuten",
        "toutes les 15 minutes de 9h à 10h et de 14h à 15h en semaine",
    ],
    ("05-01 09:00", "05-02 09:00", "05-03 09:00"): [
        "entre el 1 y el 5 de mayo a las 9:00",
        "zwischen dem 1. und dem 5. Mai um 9 Uhr",
        "entre le 1er et le 5 mai à 9h",
        "tra il 1 e il 5 maggio alle 9:00",
    ],
    ("08-17 21:00",): ["Montag Abend um 9", "maandag avond om 9 uur"],
    ("08-12 16:00", "08-13 16:00", "08-14 14:00"): [
        "los días laborables a las 16:00 pero los viernes a las 14:00",
        "werktags um 16 Uhr, aber freitags um 14 Uhr",
        "en semaine à 16h, mais le vendredi à 14h",
        "nos dias úteis às 16h, mas às sextas às 14h",
        "nei giorni feriali alle 16, ma il venerdì alle 14",
        "op werkdagen om 16 uur, maar op vrijdag om 14 uur",
    ],
    ("08-13 09:00", "08-13 10:00", "08-13 11:00"): [
        "de 9:00 al mediodía cada hora",
        "von 9 Uhr bis Mittag stündlich",
        "de 9h à midi toutes les heures",
        "das 9h ao meio-dia de hora em hora",
        "dalle 9:00 a mezzogiorno ogni ora",
    ],
    ("08-14 21:00",): ["kommenden Freitag um 21 Uhr", "aanstaande vrijdag om 21 uur", "diesen Freitag um 21 Uhr"],
    ("08-24 21:00",): ["übernächste Woche Montag um 21 Uhr"],
    ("08-12 15:40",): ["dans une heure et quart", "tra un'ora e un quarto", "en una hora y cuarto"],
    ("08-13 07:45", "08-14 07:45", "08-15 07:45"): [
        "todos los días a las 8 horas menos cuarto de la mañana",
        "tous les jours à 8 heures moins le quart",
    ],
    ("08-12 20:13", "08-13 20:13", "08-14 20:13"): [
        "todos los días a las ocho y trece de la tarde",
        "todo dia às oito e treze da noite",
    ],
    ("08-12 22:00", "08-13 22:00", "08-14 22:00"): ["todos los días por la noche, a las 10 de la noche"],
    ("08-13 14:00", "08-14 14:00", "08-15 14:00"): ["às 9 horas de Brasília todo dia"],
    ("08-17 08:00",): ["Montag Morgen um 8", "maandag morgen om 8 uur"],
    ("08-17 09:00", "08-17 10:00", "08-17 11:00"): ["segunda 9 às 17 de hora em hora"],
    ("08-15 09:00", "08-16 09:00", "08-29 09:00"): ["un fin de semana sí y otro no a las 9:00"],
    ("08-25 09:00", "09-08 09:00", "09-22 09:00"): ["segunda e a quarta terça do mês às 9:00"],
    ("09-07 09:00",): ["le premier lundi du mois prochain à 9h", "el primer lunes del mes próximo a las 9:00"],
    ("09-30 09:00", "12-31 09:00", "03-31 09:00"): ["am Monatsletzten des Quartals um 9 Uhr"],
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
        "todos los lunes menos el primero a las 9:00",
        "tous les lundis sauf le premier à 9h",
        "jeden Montag außer dem ersten um 9 Uhr",
        "werktags um 16 Uhr, aber freitags",
        "jeden Tag gegen 9 Uhr",
        "tous les jours vers 9h",
        "elke dag tegen 9 uur",
        "nicht jeden Tag um 9 Uhr",
        "pas tous les jours à 9h",
        "todos los días a las 9:00 pero los lunes",
        "del 9 al 5 de cada mes a las 9:00",
        "cada lunes alterno y el martes a las 9:00",
        "todos los días por la mañana, a las 10 de la noche",
    ],
)
def test_what_the_words_leave_unclear_is_refused(text: str) -> None:
    with pytest.raises(UnreadableText):
        read(text, now=NOW, timezone="Europe/Paris")


ASKED = {
    ("08-13 08:00", "08-13 08:00"): [
        "por la mañana a las 8",
        "morgens um 8 Uhr",
        "le matin à 8h",
        "de manhã às 8h",
        "la mattina alle 8",
        "'s ochtends om 8 uur",
        "jeweils um 8 Uhr",
    ],
    ("08-15 09:00", "08-16 09:00"): [
        "este fin de semana a las 9:00",
        "dieses Wochenende um 9 Uhr",
        "ce week-end à 9h",
        "este fim de semana às 9h",
        "questo fine settimana alle 9:00",
        "dit weekend om 9 uur",
    ],
    ("08-13 09:00", "08-14 09:00"): ["varias veces por semana a las 9:00", "jede Woche mehrmals um 9 Uhr"],
    ("08-12 23:00", "08-12 20:00"): ["todo dia às 8h e às 11 da noite"],
    ("08-12 15:00", "08-12 20:00"): ["jede Stunde von 8 Uhr bis 10 Uhr abends"],
    ("08-12 21:00", "08-12 21:00"): ["elke dag om 21 uur behalve op 11 september tot en met 14 oktober"],
    ("08-12 15:25", "08-12 16:25"): ["om het uur"],
    ("08-12 20:00", "08-12 20:00"): [
        "todos los días a las 20:00, los domingos a las 11:00",
        "jeden Tag um 20 Uhr, sonntags um 11 Uhr",
        "tous les jours à 20h, le dimanche à 11h",
    ],
    ("08-13 08:20", "08-12 20:00"): ["todos los días a las 8 y 20", "todo dia às 8 e 20", "ogni giorno alle 8 e 20"],
    ("08-19 09:00", "08-20 09:00"): ["in acht Tagen um 9 Uhr", "dans huit jours à 9h", "tra otto giorni alle 9:00"],
    ("08-30 09:00", "08-29 09:00", "08-27 09:00"): [
        "los últimos días del mes a las 9:00",
        "an den letzten Tagen des Monats um 9 Uhr",
        "les derniers jours du mois à 9h",
    ],
    ("08-17 09:00", "08-21 09:00", "08-23 09:00"): [
        "la semana que viene a las 9:00",
        "nächste Woche um 9 Uhr",
        "la semaine prochaine à 9h",
        "na semana que vem às 9h",
        "la prossima settimana alle 9:00",
        "volgende week om 9 uur",
    ],
    # The holidays of the country, of the United States, or none left out.
    ("08-13 09:00", "08-13 09:00", "08-13 09:00"): [
        "todos los días a las 9:00 excepto festivos",
        "jeden Tag außer an Feiertagen um 9 Uhr",
        "tous les jours à 9h sauf jours fériés",
    ],
    ("08-13 09:00", "08-13 09:00"): [
        "cada 15 días a las 9:00",
        "tous les 15 jours à 9h",
        "de 15 em 15 dias às 9h",
    ],
    ("08-18 09:00", "08-18 09:00"): ["cada 2 martes a las 9:00", "tous les 2 mardis à 9h"],
    ("08-13 09:00", "08-13 10:00", "08-13 09:00"): [
        "todos los días a las 9:00 o a las 10:00",
        "jeden Tag um 9 oder 10 Uhr",
        "tous les jours à 9h ou 10h",
    ],
}


@pytest.mark.parametrize(("text", "firsts"), [(text, first) for first, texts in ASKED.items() for text in texts])
def test_a_question_offers_what_may_be_meant(text: str, firsts: tuple[str, ...]) -> None:
    question = read(text, now=NOW, timezone="Europe/Paris").question
    assert question is not None
    options = [next(fires(option.schedule, after=NOW)).astimezone(PARIS) for option in question.options]
    assert [f"{at:%m-%d %H:%M}" for at in options] == list(firsts)
    for option in question.options:
        again = read(option.arguments["when"], now=NOW, timezone="Europe/Paris").schedule
        assert again is not None
        assert same(again, option.schedule, after=NOW)


CHAT = {
    "every day at 09:00 (Europe/Paris)": [
        "bitte führe mein Skript täglich um 9 Uhr aus",
        "pourrais-tu lancer mon script tous les jours à 9h stp",
        "por favor ejecuta mi tarea todos los días a las 9:00",
        "rode meu script todos os dias às 9h, por favor",
        "esegui il mio script ogni giorno alle 9:00, grazie",
        "voer mijn script elke dag om 9.00 uur uit",
        "请帮我每天上午9点运行我的脚本",
        "毎日午前9時にスクリプトを実行してください",
    ],
    "every Friday at 17:00 (Europe/Paris)": [
        "schick mir den Bericht jeden Freitag um 17 Uhr",
        "envoie-moi le rapport tous les vendredis à 17h",
        "envíame el informe todos los viernes a las 17:00",
        "me manda o relatório toda sexta-feira às 17h",
        "mandami il report ogni venerdì alle 17:00",
        "stuur me het rapport elke vrijdag om 17.00 uur",
        "每周五下午5点把报告发给我",
        "毎週金曜日の17時にレポートを送って",
    ],
}


@pytest.mark.parametrize(("text", "said"), [(text, said) for said, texts in CHAT.items() for text in texts])
def test_words_of_a_chat_are_passed_over(text: str, said: str) -> None:
    reading = read(text, now=NOW, timezone="Europe/Paris")
    assert reading.schedule is not None, reading.question
    assert describe(reading.schedule) == said


@pytest.mark.parametrize("code", ["en", "es", "de", "fr", "pt", "it", "nl", "zh", "ja", "pl"])
def test_keys_are_cut_like_texts(code: str) -> None:
    module = import_module(f"schedule_mcp.language.lexicon.{code}")
    (lexicon,) = (value for value in vars(module).values() if isinstance(value, Lexicon) and value.code == code)
    keys = [key.lower() for key in lexicon.table]
    assert [raws_of_key(key) for key in keys] == [cut(key) for key in keys]
