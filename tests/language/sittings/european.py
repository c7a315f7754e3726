"""Phrases in six European languages with their first six instants, written without a look at the reader.

Run as `python -m tests.language.sittings.european` to write `european.jsonl` beside this file; its lines are made as
those of `languages.jsonl` are: days from python-dateutil, instants from `tzdata`, the product never imported.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from dateutil.rrule import FR, MO, MONTHLY, SA, SU, TH, TU, WE

from tests.language.sittings.gold import WEEKEND, WORK, Part, Spot, on, span
from tests.language.sittings.languages import ROWS, Row, Speaker, check, line, month, nth, week, year

OUT = Path(__file__).with_suffix(".jsonl")
EACH = {"runs": 32, "clarify": 5, "refuse": 3}
HOURS = span(60, "0:00", "23:00")

MAD = Spot("Europe/Madrid", "2026-10-07T09:30", "Wed")
BOG = Spot("America/Bogota", "2027-02-18T16:20", "Thu")
BUE = Spot("America/Argentina/Buenos_Aires", "2026-08-03T08:10", "Mon")
BER = Spot("Europe/Berlin", "2026-11-20T10:05", "Fri")
VIE = Spot("Europe/Vienna", "2027-06-22T18:45", "Tue")
ZRH = Spot("Europe/Zurich", "2027-01-13T06:50", "Wed")
PAR = Spot("Europe/Paris", "2027-03-04T15:10", "Thu")
BXL = Spot("Europe/Brussels", "2026-09-28T11:35", "Mon")
MTL = Spot("America/Toronto", "2026-12-12T20:40", "Sat")
SAO = Spot("America/Sao_Paulo", "2027-05-05T14:00", "Wed")
LIS = Spot("Europe/Lisbon", "2026-10-23T08:25", "Fri")
REC = Spot("America/Recife", "2026-07-14T21:15", "Tue")
ROM = Spot("Europe/Rome", "2026-11-16T12:30", "Mon")
MIL = Spot("Europe/Rome", "2027-04-24T09:05", "Sat")
AMS = Spot("Europe/Amsterdam", "2026-08-27T17:20", "Thu")
ANT = Spot("Europe/Brussels", "2027-02-02T07:15", "Tue")
NYC = Spot("America/New_York", "2026-12-12T20:40", "Sat")


def workday(at: str, place: int) -> Part:
    """The first, second or last workday of every month."""
    return on(at, MONTHLY, byweekday=WORK, bysetpos=place)


def spanish() -> None:
    es = Speaker("es")
    es.says("todos los lunes a las 9:05 de la mañana", MAD, week("9:05", MO))
    es.says("de lunes a jueves a las 18h", MAD, week("18:00", MO, TU, WE, TH))
    es.says("todos los dias a las 7am porfis", BOG, on("7:00"))
    es.says("diariamente a las 06:30 hs", BUE, on("6:30"))
    es.says("todas las noches a las 10 y cuarto", BOG, on("22:15"))
    es.says("cada mañana a las siete menos diez", MAD, on("6:50"))
    es.says("los sabados por la tarde a las 5", BUE, week("17:00", SA))
    es.says("los jueves al mediodía", BUE, week("12:00", TH))
    es.says("el día 5 y el 20 de cada mes a las 8 de la tarde", MAD, month("20:00", 5, 20))
    es.says("del 1 al 5 de cada mes a las 7:00", BUE, month("7:00", 1, 2, 3, 4, 5))
    es.says("el penúltimo día del mes a las 12:00", MAD, month("12:00", -2))
    es.says("el segundo y el cuarto martes de cada mes a las 15:00", BOG, nth("15:00", TU(2), TU(4)))
    es.says("el último día laborable del mes a las 17:00", MAD, workday("17:00", -1))
    es.every("cada 45 minutos", BUE, 45)
    es.every("cada cuarto de hora", BOG, 15, aligned=True)
    es.says("cada media hora de 8 a 10 de la mañana", MAD, on(span(30, "8:00", "10:00")))
    es.says(
        "de lunes a viernes, cada 15 minutos entre las 9:00 y las 10:30", BUE, week(span(15, "9:00", "10:30"), *WORK)
    )
    es.says(
        "los fines de semana cada 2 horas desde las 8:00 hasta las 20:00",
        BOG,
        week(span(120, "8:00", "20:00"), *WEEKEND),
    )
    es.says("menos los martes, todos los días a las 20:15", MAD, week("20:15", MO, *WORK[2:], *WEEKEND))
    es.says("entre semana a las 7:45, salvo el 12 de octubre", MAD, week("7:45", *WORK), but=(year("", 10, 12),))
    es.says("todos los días menos el fin de semana a las 13:20", BOG, week("13:20", *WORK))
    es.says("a partir del lunes todos los días a las 8:00", MAD, on("8:00", start="2026-10-12"))
    es.says("cada día a las 23:00 hasta el 10 de octubre", MAD, on("23:00"), until="2026-10-10")
    es.says("todos los viernes a las 14:00 durante 3 semanas", BOG, week("14:00", FR), count=3)
    es.says(
        "cada dos semanas los lunes a las 9:30 empezando el 12 de octubre",
        MAD,
        week("9:30", MO, start="2026-10-12", interval=2),
    )
    es.says("a las 9:00 y a las 21:00 cada día", BUE, on("9:00 21:00"))
    es.once("manana a las 8 y media de la manana", MAD, "2026-10-08T8:30")
    es.once("el lunes de la semana que viene a las 17:00", MAD, "2026-10-12T17:00")
    es.once("el 3 de marzo de 2027 a las 16:45", BOG, "2027-03-03T16:45")
    es.after("en media hora", BOG, 30)
    es.once("dentro de una semana a las 10:00", MAD, "2026-10-14T10:00")
    es.says("todos los días a las 15:00 hora de Madrid", BOG, on("15:00"), zone="Europe/Madrid")
    es.refuses(MAD, "todos los días a las 9:65", "el 30 de febrero a las 8:00", "de vez en cuando")
    es.asks(
        MAD,
        "todos los días a las 8",
        "los lunes y los miércoles",
        "el jueves por la tarde",
        "tres veces por semana a las 10:00",
        "cada semana a las 9:00",
    )


def german() -> None:
    de = Speaker("de")
    de.says("werktags um 8:30 Uhr", BER, week("8:30", *WORK))
    de.says("Mo-Fr um 9:15 Uhr", ZRH, week("9:15", *WORK))
    de.says("immer dienstags und donnerstags um 7 Uhr morgens", BER, week("7:00", TU, TH))
    de.says("jeden Sa und So um 10:30", VIE, week("10:30", *WEEKEND))
    de.says("jeden Abend um halb zehn", BER, on("21:30"))
    de.says("jede Nacht um 3 Uhr", ZRH, on("3:00"))
    de.says("taeglich um 8:15 uhr bitte", VIE, on("8:15"))
    de.says("am 15. und am Letzten jedes Monats um 17 Uhr", BER, month("17:00", 15, -1))
    de.says("vom 1. bis zum 5. jedes Monats um 6:30 Uhr", ZRH, month("6:30", 1, 2, 3, 4, 5))
    de.says("am vorletzten Tag des Monats um 20 Uhr", BER, month("20:00", -2))
    de.says("jeden ersten und dritten Montag im Monat um 13:30 Uhr", VIE, nth("13:30", MO(1), MO(3)))
    de.says("am ersten Werktag des Monats um 9 Uhr", BER, workday("9:00", 1))
    de.every("alle zehn Minuten", BER, 10, aligned=True)
    de.every("alle zweieinhalb Stunden", VIE, 150)
    de.says("stündlich zur vollen Stunde", BER, on(HOURS))
    de.says("halbstündlich zwischen 8:00 und 12:00 Uhr an Werktagen", ZRH, week(span(30, "8:00", "12:00"), *WORK))
    de.says("alle 2 Stunden von 6 bis 22 Uhr", VIE, on(span(120, "6:00", "22:00")))
    de.says(
        "von Montag bis Donnerstag jede Viertelstunde von 14 bis 15 Uhr",
        BER,
        week(span(15, "14:00", "15:00"), MO, TU, WE, TH),
    )
    de.says("außer sonntags jeden Tag um 19:15 Uhr", BER, week("19:15", *WORK, SA))
    de.says("jeden Tag außer am Wochenende um 11:11 Uhr", VIE, week("11:11", *WORK))
    de.says("werktags um 16 Uhr, aber nicht freitags", ZRH, week("16:00", MO, TU, WE, TH))
    de.says("ab 1. Dezember jeden Montag um 8 Uhr", BER, week("8:00", MO, start="2026-12-01"))
    de.says("bis zum 23. November täglich um 22:30 Uhr", BER, on("22:30"), until="2026-11-23")
    de.says("zwei Wochen lang jeden Montag um 6 Uhr", BER, week("6:00", MO), count=2)
    de.says("jeden Freitag um 15 Uhr, insgesamt 4 Mal", ZRH, week("15:00", FR), count=4)
    de.says(
        "alle drei Wochen donnerstags um 10 Uhr, beginnend am 26. November",
        BER,
        week("10:00", TH, start="2026-11-26", interval=3),
    )
    de.once("morgen früh um 7:45", BER, "2026-11-21T7:45")
    de.once("am 3.12. um 14:30 Uhr", BER, "2026-12-03T14:30")
    de.once("morgen Abend um Viertel vor acht", VIE, "2027-06-23T19:45")
    de.once("in einer Woche um 9 Uhr", ZRH, "2027-01-20T9:00")
    de.after("in anderthalb Stunden", VIE, 90)
    de.says("jeden Tag um 8 Uhr Berliner Zeit", NYC, on("8:00"), zone="Europe/Berlin")
    de.refuses(BER, "jeden Tag um 12:75 Uhr", "am 31. April um 9 Uhr", "irgendwann mal")
    de.asks(
        BER, "jeden Tag um 8", "samstags und sonntags", "morgen Nachmittag", "jede Woche um 9 Uhr", "zweimal am Tag"
    )


def french() -> None:
    fr = Speaker("fr")
    fr.says("tous les lundis à 8 h 30", PAR, week("8:30", MO))
    fr.says("en semaine à 7h45", BXL, week("7:45", *WORK))
    fr.says("du mardi au samedi à 19h15", PAR, week("19:15", TU, WE, TH, FR, SA))
    fr.says("le mardi et le jeudi à 12h30", MTL, week("12:30", TU, TH))
    fr.says("chaque matin à six heures et quart", BXL, on("6:15"))
    fr.says("tous les samedis à midi et demi", PAR, week("12:30", SA))
    fr.says("les week-ends à 9h30", MTL, week("9:30", *WEEKEND))
    fr.says("quotidiennement à 23h59", PAR, on("23:59"))
    fr.says("le 1er et le 15 du mois à 17h", BXL, month("17:00", 1, 15))
    fr.says("l'avant-dernier jour du mois à 18h", PAR, month("18:00", -2))
    fr.says("le premier jour ouvrable du mois à 9h", BXL, workday("9:00", 1))
    fr.says("le premier et le troisième jeudi du mois à 20h", MTL, nth("20:00", TH(1), TH(3)))
    fr.every("toutes les demi-heures", PAR, 30, aligned=True)
    fr.every("toutes les 90 minutes", BXL, 90)
    fr.says("tous les quarts d'heure de 8h à 9h en semaine", PAR, week(span(15, "8:00", "9:00"), *WORK))
    fr.says("toutes les 2 heures entre 8h et 20h", MTL, on(span(120, "8:00", "20:00")))
    fr.says("sauf le week-end, tous les jours à 10h10", PAR, week("10:10", *WORK))
    fr.says("du lundi au vendredi à 9h sauf le mercredi", MTL, week("9:00", MO, TU, TH, FR))
    fr.says("tous les jours à 7h sauf le 1er octobre", BXL, on("7:00"), but=(year("", 10, 1),))
    fr.says("à compter du 15 mars, tous les lundis à 8h", PAR, week("8:00", MO, start="2027-03-15"))
    fr.says("tous les jours à 18h jusqu'au 2 octobre", BXL, on("18:00"), until="2026-10-02")
    fr.says("tous les vendredis à 11h pendant 4 semaines", PAR, week("11:00", FR), count=4)
    fr.says("une semaine sur deux le vendredi à 16h", PAR, week("16:00", FR, start="2027-03-05", interval=2))
    fr.says("tous les quinze jours le lundi à 10h", MTL, week("10:00", MO, start="2026-12-14", interval=2))
    fr.says("à 8h, 13h et 19h tous les jours", BXL, on("8:00 13:00 19:00"))
    fr.once("demain matin à 8h20", PAR, "2027-03-05T8:20")
    fr.once("apres-demain a 14h svp", MTL, "2026-12-14T14:00")
    fr.once("le jeudi 11 mars à 14h", PAR, "2027-03-11T14:00")
    fr.after("dans une heure et quart", BXL, 75)
    fr.after("dans 10 min", PAR, 10)
    fr.says("chaque année le 1er mai à 8h", MTL, year("8:00", 5, 1))
    fr.says("tous les jours à 20h, heure de Paris", MTL, on("20:00"), zone="Europe/Paris")
    fr.refuses(PAR, "tous les jours à 24h30", "le 30 février à 9h", "un de ces quatre")
    fr.asks(PAR, "tous les jours", "demain après-midi", "samedi soir", "deux fois par jour", "chaque mois à 9h")


def portuguese() -> None:
    pt = Speaker("pt")
    pt.says("segunda a sexta às 18h", SAO, week("18:00", *WORK))
    pt.says("todas as terças e quintas às 19h15", LIS, week("19:15", TU, TH))
    pt.says("todas as noites às 22h45", REC, on("22:45"))
    pt.says("toda manhã às 6 e meia", SAO, on("6:30"))
    pt.says("aos domingos às 9 da manhã", REC, week("9:00", SU))
    pt.says("todo sabado as 9h pfv", SAO, week("9:00", SA))
    pt.says("todo dia útil às 17h30", REC, week("17:30", *WORK))
    pt.says("todos os dias à meia-noite", LIS, on("0:00"))
    pt.says("todo dia 10 e 25 às 14h", SAO, month("14:00", 10, 25))
    pt.says("do dia 1 ao dia 5 de cada mês às 7h", LIS, month("7:00", 1, 2, 3, 4, 5))
    pt.says("no penúltimo dia do mês às 20h", SAO, month("20:00", -2))
    pt.says("na segunda terça-feira de cada mês às 10h", LIS, nth("10:00", TU(2)))
    pt.says("no primeiro dia útil do mês às 9h", REC, workday("9:00", 1))
    pt.says("toda última sexta do mês às 16h30", SAO, nth("16:30", FR(-1)))
    pt.every("a cada meia hora", SAO, 30, aligned=True)
    pt.every("de 15 em 15 minutos", LIS, 15, aligned=True)
    pt.every("a cada uma hora e meia", REC, 90)
    pt.says("a cada 10 minutos entre as 8h e as 9h nos dias úteis", LIS, week(span(10, "8:00", "9:00"), *WORK))
    pt.says("de duas em duas horas, das 8h às 20h", SAO, on(span(120, "8:00", "20:00")))
    pt.says("menos aos domingos, todo dia às 7h", REC, week("7:00", *WORK, SA))
    pt.says("de segunda a sexta às 9h, exceto na quarta", LIS, week("9:00", MO, TU, TH, FR))
    pt.says("todos os dias às 12h30 exceto dia 26 de outubro", LIS, on("12:30"), but=(year("", 10, 26),))
    pt.says("a partir de 1 de novembro, todos os sábados às 11h", LIS, week("11:00", SA, start="2026-11-01"))
    pt.says("todos os dias às 21h até 27 de outubro", LIS, on("21:00"), until="2026-10-27")
    pt.says("toda quinta às 15h por 3 semanas", SAO, week("15:00", TH), count=3)
    pt.says("todo dia às 8h, só 5 vezes", REC, on("8:00"), count=5)
    pt.says("semana sim, semana não, na segunda às 10h", SAO, week("10:00", MO, start="2027-05-10", interval=2))
    pt.once("amanhã às 7 e meia da manhã", SAO, "2027-05-06T7:30")
    pt.once("hoje à noite às 11", REC, "2026-07-14T23:00")
    pt.once("daqui a uma semana às 14h", LIS, "2026-10-30T14:00")
    pt.after("daqui a meia hora", REC, 30)
    pt.says("todos os dias às 20h, hora de Lisboa", SAO, on("20:00"), zone="Europe/Lisbon")
    pt.refuses(SAO, "todos os dias às 25h30", "dia 30 de fevereiro às 10h", "de vez em quando")
    pt.asks(LIS, "todos os dias às 9", "todas as terças", "sábado à noite", "duas vezes por dia", "todo mês às 10h")


def italian() -> None:
    it = Speaker("it")
    it.says("ogni lunedì alle ore 8:30", ROM, week("8:30", MO))
    it.says("ogni lunedi alle 15 grazie", MIL, week("15:00", MO))
    it.says("tutti i martedì e i giovedì alle 19.15", ROM, week("19:15", TU, TH))
    it.says("tutte le sere alle 22:45", MIL, on("22:45"))
    it.says("ogni mattina alle sei e mezza", ROM, on("6:30"))
    it.says("la domenica alle 9 del mattino", MIL, week("9:00", SU))
    it.says("nei giorni feriali alle 7:10", ROM, week("7:10", *WORK))
    it.says("ogni sabato a mezzogiorno", ROM, week("12:00", SA))
    it.says("di martedì e venerdì alle 16", MIL, week("16:00", TU, FR))
    it.says("ogni 5 del mese alle 9:00", ROM, month("9:00", 5))
    it.says("dal 1° al 5 di ogni mese alle 7:00", MIL, month("7:00", 1, 2, 3, 4, 5))
    it.says("il penultimo giorno del mese alle 20:00", ROM, month("20:00", -2))
    it.says("il secondo e il quarto mercoledì del mese alle 10:00", MIL, nth("10:00", WE(2), WE(4)))
    it.says("il primo giorno lavorativo del mese alle 9:00", ROM, workday("9:00", 1))
    it.says("ogni ultimo venerdì del mese alle 16:30", MIL, nth("16:30", FR(-1)))
    it.every("ogni mezz'ora", ROM, 30, aligned=True)
    it.every("ogni ora e mezza", MIL, 90)
    it.says("ogni 10 minuti tra le 8:00 e le 9:00 nei giorni lavorativi", ROM, week(span(10, "8:00", "9:00"), *WORK))
    it.says("ogni due ore dalle 8:00 alle 20:00", MIL, on(span(120, "8:00", "20:00")))
    it.says("tranne la domenica, tutti i giorni alle 7:00", ROM, week("7:00", *WORK, SA))
    it.says("dal lunedì al venerdì alle 9:00 ma non il mercoledì", MIL, week("9:00", MO, TU, TH, FR))
    it.says("ogni giorno alle 12:30 tranne il 18 novembre", ROM, on("12:30"), but=(year("", 11, 18),))
    it.says("dal 1 dicembre ogni sabato alle 11:00", ROM, week("11:00", SA, start="2026-12-01"))
    it.says("tutti i giorni alle 21 fino al 20 novembre", ROM, on("21:00"), until="2026-11-20")
    it.says("ogni giovedì alle 15:00 per tre settimane", ROM, week("15:00", TH), count=3)
    it.says("a settimane alterne il lunedì alle 10:00", MIL, week("10:00", MO, start="2027-04-26", interval=2))
    it.once("domattina alle 7:30", ROM, "2026-11-17T7:30")
    it.once("oggi alle 11 di sera", MIL, "2027-04-24T23:00")
    it.once("lunedì prossimo alle 9:00", MIL, "2027-04-26T9:00")
    it.once("tra una settimana alle 14:00", ROM, "2026-11-23T14:00")
    it.after("fra mezz'ora", MIL, 30)
    it.says("ogni giorno alle 20:00, ora di Roma", NYC, on("20:00"), zone="Europe/Rome")
    it.refuses(ROM, "ogni giorno alle 9:72", "il 30 febbraio alle 9:00", "ogni tanto")
    it.asks(
        ROM,
        "ogni giorno alle 8",
        "tutti i sabati",
        "domani pomeriggio",
        "due volte al giorno",
        "ogni settimana alle 10:00",
    )


def dutch() -> None:
    nl = Speaker("nl")
    nl.says("elke maandag om 8.30 uur", AMS, week("8:30", MO))
    nl.says("maandag t/m donderdag om 18:00", ANT, week("18:00", MO, TU, WE, TH))
    nl.says("ma-vr om 9:15", AMS, week("9:15", *WORK))
    nl.says("elke avond om kwart voor elf", ANT, on("22:45"))
    nl.says("elke ochtend om half zeven", AMS, on("6:30"))
    nl.says("op zondagen om 9 uur", ANT, week("9:00", SU))
    nl.says("doordeweeks om 7:10 aub", AMS, week("7:10", *WORK))
    nl.says("elke dag om middernacht", ANT, on("0:00"))
    nl.says("elke nacht om 3 uur", AMS, on("3:00"))
    nl.says("elke 5e van de maand om 9 uur", ANT, month("9:00", 5))
    nl.says("van de 1e tot en met de 5e van elke maand om 7 uur", AMS, month("7:00", 1, 2, 3, 4, 5))
    nl.says("op de voorlaatste dag van de maand om 20 uur", ANT, month("20:00", -2))
    nl.says("elke tweede en vierde woensdag van de maand om 10 uur", AMS, nth("10:00", WE(2), WE(4)))
    nl.says("op de eerste werkdag van de maand om 9 uur", ANT, workday("9:00", 1))
    nl.every("elk half uur", AMS, 30, aligned=True)
    nl.every("om de 90 minuten", ANT, 90)
    nl.says("elke 10 minuten tussen 8:00 en 9:00 op werkdagen", AMS, week(span(10, "8:00", "9:00"), *WORK))
    nl.says("om de twee uur van 8 tot 20 uur", ANT, on(span(120, "8:00", "20:00")))
    nl.says("behalve op zondag elke dag om 7 uur", AMS, week("7:00", *WORK, SA))
    nl.says("elke werkdag om 9 uur, behalve op woensdag", ANT, week("9:00", MO, TU, TH, FR))
    nl.says("elke dag om 12:30 behalve op 30 augustus", AMS, on("12:30"), but=(year("", 8, 30),))
    nl.says("vanaf maandag elke dag om 8 uur", AMS, on("8:00", start="2026-08-31"))
    nl.says("elke dag om 21 uur t/m 30 augustus", AMS, on("21:00"), until="2026-08-30")
    nl.says("drie weken lang elke vrijdag om 18 uur", ANT, week("18:00", FR), count=3)
    nl.says("elke dag om 8 uur, in totaal 5 keer", ANT, on("8:00"), count=5)
    nl.says("elke drie weken op vrijdag om 10 uur", AMS, week("10:00", FR, start="2026-08-28", interval=3))
    nl.says("om 8, 13 en 19 uur, elke dag", ANT, on("8:00 13:00 19:00"))
    nl.once("morgenochtend om 7.45 uur", AMS, "2026-08-28T7:45")
    nl.once("aanstaande maandag om 9 uur", AMS, "2026-08-31T9:00")
    nl.once("over een week om 14 uur", ANT, "2027-02-09T14:00")
    nl.after("over een kwartier", AMS, 15)
    nl.says("elke dag om 20 uur Amsterdamse tijd", NYC, on("20:00"), zone="Europe/Amsterdam")
    nl.refuses(AMS, "elke dag om 9:75", "op 30 februari om 9 uur", "ooit een keer")
    nl.asks(AMS, "elke dag om 8", "elke zaterdag", "morgenmiddag", "twee keer per dag", "elke week om 10 uur")


LANGUAGES = (spanish, german, french, portuguese, italian, dutch)


def build() -> list[Row]:
    ROWS.clear()
    for language in LANGUAGES:
        language()
    check()
    counts = Counter((row.lang, row.gold.get("expect", "runs")) for row in ROWS)
    for lang in {row.lang for row in ROWS}:
        for kind, number in EACH.items():
            assert counts[lang, kind] == number, (lang, kind, counts[lang, kind])
    return list(ROWS)


if __name__ == "__main__":
    rows = build()
    OUT.write_text("".join(line(row) + "\n" for row in rows), encoding="utf-8")
    print(f"{len(rows):4} in all")
