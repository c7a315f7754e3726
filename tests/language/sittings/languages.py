"""Phrases in eight other languages with their first six instants, written without a look at the reader.

Run as `python -m tests.language.sittings.languages` to write `languages.jsonl` beside this file. Days come from
python-dateutil in wall time, instants from the zone files of the `tzdata` package; the product is never imported.
Each line holds text, lang, timezone, now, and either runs (UTC, at most six; fewer only when the schedule ends) with
an optional second accepted list `also`, or expect = "refuse" | "clarify".
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from dateutil.rrule import FR, MO, MONTHLY, SA, SU, TH, TU, WE, WEEKLY, YEARLY

from tests.language.sittings.gold import (
    SHOWN,
    WEEKEND,
    WORK,
    Part,
    Spot,
    check_rows,
    first_runs,
    instant,
    on,
    span,
    stamp,
    wall_moments,
    zone_of,
)

OUT = Path(__file__).with_suffix(".jsonl")
QUARTERS = (1, 4, 7, 10)
ENDLESS = 99


@dataclass(frozen=True)
class Row:
    lang: str
    text: str
    spot: Spot
    gold: dict[str, Any]


ROWS: list[Row] = []


@dataclass(frozen=True)
class Speaker:
    """One language's phrases, each with what it means."""

    lang: str

    def keep(self, text: str, spot: Spot, **gold: Any) -> None:
        ROWS.append(Row(self.lang, text, spot, gold))

    def runs(self, text: str, spot: Spot, runs: list[str], also: list[str], ends: bool) -> None:
        for found in filter(None, (runs, also)):
            assert 0 < len(found) < SHOWN if ends else len(found) == SHOWN, (text, found)
        self.keep(text, spot, runs=runs, **({"also": also} if also and also != runs else {}))

    def says(
        self,
        text: str,
        spot: Spot,
        *parts: Part,
        but: tuple[Part, ...] = (),
        zone: str | None = None,
        until: str | None = None,
        count: int = ENDLESS,
    ) -> None:
        """A schedule of wall times; `until` is a day, included."""
        place = zone_of(zone or spot.zone)
        last = instant(datetime.fromisoformat(f"{until}T23:59"), place) if until else None
        runs = first_runs(wall_moments(spot, parts, but, place), spot, count, last)
        self.runs(text, spot, runs, [], bool(until) or count < SHOWN)

    def once(self, text: str, spot: Spot, wall: str) -> None:
        day, _, at = wall.partition("T")
        self.says(text, spot, on(at, start=day, count=1), count=1)

    def every(self, text: str, spot: Spot, step: int, *, aligned: bool = False) -> None:
        """Elapsed minutes from now; `aligned` accepts the same steps counted from midnight too."""
        moments = (spot.utc + timedelta(minutes=step) * turn for turn in range(1, SHOWN + 1))
        clock = wall_moments(spot, [on(span(step, "0:00", "23:59"))], (), zone_of(spot.zone))
        also = first_runs(clock, spot, ENDLESS, None) if aligned else []
        self.runs(text, spot, [stamp(one) for one in moments], also, False)

    def after(self, text: str, spot: Spot, minutes: int) -> None:
        self.runs(text, spot, [stamp(spot.utc + timedelta(minutes=minutes))], [], True)

    def asks(self, spot: Spot, *texts: str) -> None:
        for text in texts:
            self.keep(text, spot, expect="clarify")

    def refuses(self, spot: Spot, *texts: str) -> None:
        for text in texts:
            self.keep(text, spot, expect="refuse")


def week(at: str, *days: Any, start: str | None = None, interval: int = 1) -> Part:
    return on(at, WEEKLY, start=start, interval=interval, byweekday=days)


def month(at: str, *days: int, **by: Any) -> Part:
    return on(at, MONTHLY, bymonthday=days, **by)


def nth(at: str, *days: Any) -> Part:
    return on(at, MONTHLY, byweekday=days)


def year(at: str, number: int, day: int) -> Part:
    return on(at, YEARLY, bymonth=number, bymonthday=day)


MAD = Spot("Europe/Madrid", "2026-09-16T11:20", "Wed")
MEX = Spot("America/Mexico_City", "2027-01-22T19:05", "Fri")
BUE = Spot("America/Argentina/Buenos_Aires", "2026-11-02T08:15", "Mon")
BER = Spot("Europe/Berlin", "2026-12-03T16:40", "Thu")
ZRH = Spot("Europe/Zurich", "2027-05-10T07:30", "Mon")
VIE = Spot("Europe/Vienna", "2027-03-26T12:10", "Fri")
PAR = Spot("Europe/Paris", "2026-08-11T14:25", "Tue")
MTL = Spot("America/Toronto", "2027-02-06T10:00", "Sat")
SAO = Spot("America/Sao_Paulo", "2026-10-08T22:30", "Thu")
LIS = Spot("Europe/Lisbon", "2027-06-13T09:10", "Sun")
ROM = Spot("Europe/Rome", "2026-07-21T17:50", "Tue")
MIL = Spot("Europe/Rome", "2027-01-08T08:00", "Fri")
AMS = Spot("Europe/Amsterdam", "2027-04-14T13:35", "Wed")
BRU = Spot("Europe/Brussels", "2026-10-22T20:15", "Thu")
SHA = Spot("Asia/Shanghai", "2026-06-27T10:40", "Sat")
TPE = Spot("Asia/Taipei", "2027-03-30T18:20", "Tue")
TYO = Spot("Asia/Tokyo", "2026-09-29T09:50", "Tue")
OSA = Spot("Asia/Tokyo", "2027-07-05T23:00", "Mon")
LDN = Spot("Europe/London", "2026-11-10T13:00", "Tue")


def spanish() -> None:
    es = Speaker("es")
    es.says("todos los días a las 7:25", MAD, on("7:25"))
    es.says("cada día a las 9 y media de la noche", MAD, on("21:30"))
    es.says("de lunes a viernes a las 8 menos cuarto de la mañana", MAD, week("7:45", *WORK))
    es.says("los martes y jueves a las 18:15", BUE, week("18:15", TU, TH))
    es.says("recuérdame todos los domingos a las 8 de la tarde", MAD, week("20:00", SU))
    es.says("los fines de semana a las 11 de la mañana", MEX, week("11:00", *WEEKEND))
    es.says("cada lunes, miércoles y viernes a las 6:45 am", MEX, week("6:45", MO, WE, FR))
    es.says("cada miercoles y sabado a las 19:30 porfa", MAD, week("19:30", WE, SA))
    es.says("los días hábiles a las 17:05", BUE, week("17:05", *WORK))
    es.says("cada noche a las 11", MEX, on("23:00"))
    es.says("el día 15 de cada mes a las 10:10", MEX, month("10:10", 15))
    es.says("el 1 y el 16 de cada mes a las 9 de la mañana", BUE, month("9:00", 1, 16))
    es.says("el último día de cada mes a las 23:30", MAD, month("23:30", -1))
    es.says("cada fin de mes a las 18:00", BUE, month("18:00", -1))
    es.says("el primer lunes de cada mes a las 12 del mediodía", MEX, nth("12:00", MO(1)))
    es.says("el último viernes del mes a las 16:30", MAD, nth("16:30", FR(-1)))
    es.every("cada 20 minutos", MAD, 20, aligned=True)
    es.every("cada dos horas y media", BUE, 150)
    es.says("cada tres días a las 22:00", MEX, on("22:00", start="2027-01-22", interval=3))
    es.says("cada dos semanas los viernes a las 13:00", BUE, week("13:00", FR, start="2026-11-06", interval=2))
    es.says("un martes sí y otro no a las 5 de la tarde", MAD, week("17:00", TU, start="2026-09-22", interval=2))
    es.says("tres veces al día: a las 8:00, a las 14:00 y a las 20:00", BUE, on("8:00 14:00 20:00"))
    es.says("los lunes a las 9:20 y los jueves a las 16:00", MEX, week("9:20", MO), week("16:00", TH))
    es.says("cada 30 minutos de 9:00 a 11:00 entre semana", MAD, week(span(30, "9:00", "11:00"), *WORK))
    es.says("cada hora entre las 14:00 y las 18:00 los sábados", BUE, week(span(60, "14:00", "18:00"), SA))
    es.says("todos los días a las 8:40 excepto los domingos", MAD, week("8:40", *WORK, SA))
    es.says("los lunes a las 10:00 salvo en diciembre", BUE, week("10:00", MO), but=(on("", bymonth=12),))
    es.says("todos los días a las 21:00 hasta el viernes", MAD, on("21:00"), until="2026-09-18")
    es.says("a partir del 1 de octubre, cada jueves a las 7:00", MAD, week("7:00", TH, start="2026-10-01"))
    es.says("todos los días a las 6 de la tarde durante 4 días", BUE, on("18:00"), count=4)
    es.says("los próximos 3 sábados a las 10:00", MEX, week("10:00", SA), count=3)
    es.once("mañana a las 15:40", MAD, "2026-09-17T15:40")
    es.once("pasado mañana a las 9 de la mañana", MEX, "2027-01-24T9:00")
    es.once("hoy a las 8 y cuarto de la noche", MEX, "2027-01-22T20:15")
    es.once("el 24 de diciembre a las 17:30", MAD, "2026-12-24T17:30")
    es.once("el jueves a las 16:10", BUE, "2026-11-05T16:10")
    es.after("dentro de 45 minutos", BUE, 45)
    es.after("en 2 horas y 15 minutos", MEX, 135)
    es.once("dentro de tres días a las 12:00", MAD, "2026-09-19T12:00")
    es.says("cada año el 4 de julio a las 10:00", BUE, year("10:00", 7, 4))
    es.says("todos los días a las 9:00 hora de Nueva York", MAD, on("9:00"), zone="America/New_York")
    es.refuses(MAD, "todos los días a las 25:00", "el 31 de noviembre a las 10:00", "cada florpes a las 9:00", "pronto")
    es.asks(MAD, "todos los lunes", "mañana por la tarde", "el viernes a medianoche")


def german() -> None:
    de = Speaker("de")
    de.says("jeden Tag um 7:15 Uhr", BER, on("7:15"))
    de.says("täglich um halb neun", ZRH, on("8:30"))
    de.says("montags bis freitags um 9 Uhr", BER, week("9:00", *WORK))
    de.says("jeden Dienstag und Donnerstag um 18:30", VIE, week("18:30", TU, TH))
    de.says("jeden Abend um Viertel nach acht", ZRH, on("20:15"))
    de.says("jedes Wochenende um 10 Uhr", BER, week("10:00", *WEEKEND))
    de.says("an jedem Arbeitstag um 16:45 Uhr", VIE, week("16:45", *WORK))
    de.says("sonntags um 20 Uhr bitte", BER, week("20:00", SU))
    de.says("erinnere mich jeden Mittwoch um 12 Uhr mittags", ZRH, week("12:00", WE))
    de.says("am 1. jedes Monats um 8 Uhr", BER, month("8:00", 1))
    de.says("am 10. und 25. jeden Monats um 14:00 Uhr", ZRH, month("14:00", 10, 25))
    de.says("am letzten Tag des Monats um 23:45 Uhr", VIE, month("23:45", -1))
    de.says("jeweils am Monatsende um 18 Uhr", BER, month("18:00", -1))
    de.says("jeden zweiten Mittwoch im Monat um 11 Uhr", BER, nth("11:00", WE(2)))
    de.says("jeden letzten Freitag im Monat um 15:30 Uhr", ZRH, nth("15:30", FR(-1)))
    de.says("am dritten Donnerstag jedes Monats um Viertel vor neun morgens", VIE, nth("8:45", TH(3)))
    de.every("alle 15 Minuten", BER, 15, aligned=True)
    de.every("alle anderthalb Stunden", ZRH, 90)
    de.says("alle 3 Tage um 6 Uhr früh", VIE, on("6:00", start="2027-03-27", interval=3))
    de.says("jeden zweiten Tag um 21 Uhr", BER, on("21:00", start="2026-12-03", interval=2))
    de.says("alle zwei Wochen mittwochs um 11 Uhr", ZRH, week("11:00", WE, start="2027-05-12", interval=2))
    de.says("alle 14 Tage montags um 9:30 Uhr", BER, week("9:30", MO, start="2026-12-07", interval=2))
    de.says("dreimal täglich um 8, 13 und 19 Uhr", VIE, on("8:00 13:00 19:00"))
    de.says("montags um 8 Uhr und freitags um 14 Uhr", ZRH, week("8:00", MO), week("14:00", FR))
    de.says("montags bis freitags alle 20 Minuten zwischen 8 und 10 Uhr", BER, week(span(20, "8:00", "10:00"), *WORK))
    de.says("unter der Woche stündlich von 9 bis 17 Uhr", ZRH, week(span(60, "9:00", "17:00"), *WORK))
    de.says("jeden Tag um 22 Uhr ausser samstags", ZRH, week("22:00", *WORK, SU))
    de.says("jeden Tag um 9 Uhr, außer am 6. Dezember", BER, on("9:00"), but=(year("", 12, 6),))
    de.says("jeden Donnerstag um 17 Uhr bis Ende Mai", ZRH, week("17:00", TH), until="2027-05-31")
    de.says("ab Montag täglich um 7 Uhr", BER, on("7:00", start="2026-12-07"))
    de.says("jeden Morgen um 6 Uhr, 5 Mal", VIE, on("6:00"), count=5)
    de.says("täglich um 2:30 Uhr", VIE, on("2:30"))
    de.once("morgen um 14:20 Uhr", BER, "2026-12-04T14:20")
    de.once("übermorgen um halb sieben abends", ZRH, "2027-05-12T18:30")
    de.once("heute Abend um 9", BER, "2026-12-03T21:00")
    de.once("am 24. Dezember um 16 Uhr", BER, "2026-12-24T16:00")
    de.once("am 15.02.2027 um 10:15 Uhr", BER, "2027-02-15T10:15")
    de.once("am Freitag um 13 Uhr", ZRH, "2027-05-14T13:00")
    de.after("in einer halben Stunde", BER, 30)
    de.after("in 3 Stunden", VIE, 180)
    de.once("in zwei Tagen um 8 Uhr", VIE, "2027-03-28T8:00")
    de.once("nächste Woche Dienstag um 13 Uhr", ZRH, "2027-05-18T13:00")
    de.says("jedes Jahr am 1. Mai um 12 Uhr", BER, year("12:00", 5, 1))
    de.says("am ersten Tag jedes Quartals um 9 Uhr", ZRH, month("9:00", 1, bymonth=QUARTERS))
    de.says("jeden Tag um 9 Uhr New Yorker Zeit", BER, on("9:00"), zone="America/New_York")
    de.refuses(BER, "täglich um 24:30 Uhr", "am 30. Februar um 10 Uhr", "jeden Flurbstag um 9 Uhr", "bald")
    de.asks(BER, "jeden Freitag", "nächsten Freitag um 10 Uhr", "jeden Morgen")


def french() -> None:
    fr = Speaker("fr")
    fr.says("tous les jours à 7h35", PAR, on("7:35"))
    fr.says("chaque jour à midi", MTL, on("12:00"))
    fr.says("du lundi au vendredi à 8h45", PAR, week("8:45", *WORK))
    fr.says("tous les mardis et jeudis à 18h", MTL, week("18:00", TU, TH))
    fr.says("tous les week-ends à 10h", PAR, week("10:00", *WEEKEND))
    fr.says("le lundi à 9h15", PAR, week("9:15", MO))
    fr.says("chaque dimanche à huit heures du soir", MTL, week("20:00", SU))
    fr.says("rappelle-moi tous les vendredis à 16h30 stp", PAR, week("16:30", FR))
    fr.says("chaque jour ouvré à 17h", PAR, week("17:00", *WORK))
    fr.says("le 1er de chaque mois à 6h", MTL, month("6:00", 1))
    fr.says("le 5 et le 20 de chaque mois à 14h15", PAR, month("14:15", 5, 20))
    fr.says("le dernier jour de chaque mois à 23h", MTL, month("23:00", -1))
    fr.says("chaque fin de mois à 18h", PAR, month("18:00", -1))
    fr.says("le premier lundi du mois à 9h", PAR, nth("9:00", MO(1)))
    fr.says("le dernier vendredi de chaque mois à 15h30", MTL, nth("15:30", FR(-1)))
    fr.every("toutes les 10 minutes", PAR, 10, aligned=True)
    fr.every("toutes les deux heures et demie", MTL, 150)
    fr.says("tous les 3 jours à 20h", MTL, on("20:00", start="2027-02-06", interval=3))
    fr.says("un jour sur deux à 7h", PAR, on("7:00", start="2026-08-12", interval=2))
    fr.says("toutes les deux semaines le jeudi à 11h", PAR, week("11:00", TH, start="2026-08-13", interval=2))
    fr.says("un mercredi sur deux à 14h30", MTL, week("14:30", WE, start="2027-02-10", interval=2))
    fr.says("deux fois par jour, à 8h et à 20h", PAR, on("8:00 20:00"))
    fr.says("chaque lundi à 9h et chaque jeudi à 16h30", MTL, week("9:00", MO), week("16:30", TH))
    fr.says("toutes les 15 minutes entre 9h et 10h en semaine", PAR, week(span(15, "9:00", "10:00"), *WORK))
    fr.says("toutes les heures de 13h à 17h le samedi", MTL, week(span(60, "13:00", "17:00"), SA))
    fr.says("tous les jours à 6h45 sauf le dimanche", PAR, week("6:45", *WORK, SA))
    fr.says("tous les jours a 19h sauf lundi et mardi", MTL, week("19:00", WE, TH, FR, *WEEKEND))
    fr.says("tous les jours à 21h jusqu'à vendredi", PAR, on("21:00"), until="2026-08-14")
    fr.says("à partir du 1er septembre, tous les mardis à 10h", PAR, week("10:00", TU, start="2026-09-01"))
    fr.says("chaque jour à 8h pendant 5 jours", MTL, on("8:00"), count=5)
    fr.once("demain à 15h", PAR, "2026-08-12T15:00")
    fr.once("après-demain à 9 heures et demie", MTL, "2027-02-08T9:30")
    fr.once("ce soir à 20h15", PAR, "2026-08-11T20:15")
    fr.once("le 14 juillet à 22h30", MTL, "2027-07-14T22:30")
    fr.once("vendredi à 16h", PAR, "2026-08-14T16:00")
    fr.once("vendredi de la semaine prochaine à 11h", PAR, "2026-08-21T11:00")
    fr.after("dans un quart d'heure", PAR, 15)
    fr.after("dans 2h30", MTL, 150)
    fr.once("dans trois jours à 8h", PAR, "2026-08-14T8:00")
    fr.says("tous les ans le 25 décembre à 9h", PAR, year("9:00", 12, 25))
    fr.says("au début de chaque trimestre à 7h", MTL, month("7:00", 1, bymonth=QUARTERS))
    fr.says("tous les jours à 9h, heure de Montréal", PAR, on("9:00"), zone="America/Toronto")
    fr.refuses(PAR, "tous les jours à 25h", "le 31 juin à 10h", "chaque zorbdi à 9h", "bientôt")
    fr.asks(PAR, "tous les matins", "chaque lundi", "vendredi à minuit")


def portuguese() -> None:
    pt = Speaker("pt")
    pt.says("todo dia às 7h40", SAO, on("7:40"))
    pt.says("todos os dias às 9 da noite", LIS, on("21:00"))
    pt.says("de segunda a sexta às 8h", SAO, week("8:00", *WORK))
    pt.says("toda terça e quinta às 18:45", SAO, week("18:45", TU, TH))
    pt.says("às segundas, quartas e sextas às 6h15", LIS, week("6:15", MO, WE, FR))
    pt.says("todo fim de semana às 10h30", SAO, week("10:30", *WEEKEND))
    pt.says("nos dias úteis às 17h", LIS, week("17:00", *WORK))
    pt.says("me lembra todo domingo às 8 da noite", SAO, week("20:00", SU))
    pt.says("toda terca as 10h por favor", SAO, week("10:00", TU))
    pt.says("todo dia 5 às 9h", SAO, month("9:00", 5))
    pt.says("nos dias 1 e 15 de cada mês às 14h", LIS, month("14:00", 1, 15))
    pt.says("no último dia de cada mês às 23h", LIS, month("23:00", -1))
    pt.says("todo final de mês às 18h30", SAO, month("18:30", -1))
    pt.says("na primeira segunda-feira de cada mês às 10h", LIS, nth("10:00", MO(1)))
    pt.says("na última sexta do mês às 16h", SAO, nth("16:00", FR(-1)))
    pt.every("a cada 15 minutos", SAO, 15, aligned=True)
    pt.every("de 4 em 4 horas", LIS, 240, aligned=True)
    pt.says("a cada 3 dias às 20h", LIS, on("20:00", start="2027-06-13", interval=3))
    pt.says("dia sim, dia não às 7h", SAO, on("7:00", start="2026-10-09", interval=2))
    pt.says("a cada duas semanas na quarta às 11h", LIS, week("11:00", WE, start="2027-06-16", interval=2))
    pt.says("quarta sim, quarta não, às 15h", SAO, week("15:00", WE, start="2026-10-14", interval=2))
    pt.says("três vezes por dia: 8h, 14h e 20h", LIS, on("8:00 14:00 20:00"))
    pt.says("toda terça às 9h e toda sexta às 15h30", SAO, week("9:00", TU), week("15:30", FR))
    pt.says("a cada 20 minutos das 9h às 11h de segunda a sexta", SAO, week(span(20, "9:00", "11:00"), *WORK))
    pt.says("de hora em hora entre 13h e 17h aos sábados", LIS, week(span(60, "13:00", "17:00"), SA))
    pt.says("todo dia às 6h exceto domingo", SAO, week("6:00", *WORK, SA))
    pt.says("diariamente às 12h menos nos fins de semana", LIS, week("12:00", *WORK))
    pt.says("todos os dias às 22h até domingo", SAO, on("22:00"), until="2026-10-11")
    pt.says("a partir de segunda, todo dia às 6h45", SAO, on("6:45", start="2026-10-12"))
    pt.says("toda sexta ao meio-dia, 4 vezes", LIS, week("12:00", FR), count=4)
    pt.says("todos os dias à meia-noite", SAO, on("0:00"))
    pt.once("amanhã às 15h20", SAO, "2026-10-09T15:20")
    pt.once("depois de amanhã às 8 e meia da manhã", LIS, "2027-06-15T8:30")
    pt.once("hoje às 23h15", SAO, "2026-10-08T23:15")
    pt.once("dia 25 de dezembro às 10h", SAO, "2026-12-25T10:00")
    pt.once("na quinta às 13h", LIS, "2027-06-17T13:00")
    pt.once("sexta da semana que vem às 14h", SAO, "2026-10-16T14:00")
    pt.after("daqui a 40 minutos", SAO, 40)
    pt.after("em uma hora e meia", LIS, 90)
    pt.once("daqui a três dias às 9h", LIS, "2027-06-16T9:00")
    pt.says("todo ano no dia 7 de setembro às 8h", SAO, year("8:00", 9, 7))
    pt.says("no primeiro dia de cada trimestre às 7h", LIS, month("7:00", 1, bymonth=QUARTERS))
    pt.says("todos os dias às 9h, horário de Brasília", LIS, on("9:00"), zone="America/Sao_Paulo")
    pt.refuses(SAO, "todo dia às 26h", "dia 31 de abril às 9h", "toda blorpa-feira às 10h", "qualquer dia desses")
    pt.asks(SAO, "toda segunda-feira", "amanhã de manhã", "sexta à meia-noite")


def italian() -> None:
    it = Speaker("it")
    it.says("ogni giorno alle 7:20", ROM, on("7:20"))
    it.says("tutti i giorni alle 9 di sera", MIL, on("21:00"))
    it.says("dal lunedì al venerdì alle 8:45", ROM, week("8:45", *WORK))
    it.says("ogni martedì e giovedì alle 18", ROM, week("18:00", TU, TH))
    it.says("il lunedì alle 9:15", MIL, week("9:15", MO))
    it.says("ogni fine settimana alle 10 del mattino", ROM, week("10:00", *WEEKEND))
    it.says("nei giorni lavorativi alle 17:30", MIL, week("17:30", *WORK))
    it.says("ricordami ogni domenica alle 8 di sera", ROM, week("20:00", SU))
    it.says("ogni venerdi alle 16:05 grazie", MIL, week("16:05", FR))
    it.says("alle otto meno un quarto di sera, ogni giorno", ROM, on("19:45"))
    it.says("il primo di ogni mese alle 6:00", MIL, month("6:00", 1))
    it.says("il 10 e il 25 di ogni mese alle 14:15", ROM, month("14:15", 10, 25))
    it.says("l'ultimo giorno di ogni mese alle 23:30", MIL, month("23:30", -1))
    it.says("ogni fine mese alle 18:00", ROM, month("18:00", -1))
    it.says("il secondo giovedì del mese alle 10:30", ROM, nth("10:30", TH(2)))
    it.says("l'ultimo venerdì di ogni mese alle 15:30", MIL, nth("15:30", FR(-1)))
    it.every("ogni quarto d'ora", ROM, 15, aligned=True)
    it.every("ogni due ore e mezza", MIL, 150)
    it.says("ogni 3 giorni alle 20:00", ROM, on("20:00", start="2026-07-21", interval=3))
    it.says("a giorni alterni alle 7:00", MIL, on("7:00", start="2027-01-09", interval=2))
    it.says("ogni due settimane di giovedì alle 11:00", ROM, week("11:00", TH, start="2026-07-23", interval=2))
    it.says("un mercoledì sì e uno no alle 14:30", MIL, week("14:30", WE, start="2027-01-13", interval=2))
    it.says("due volte al giorno, alle 8:00 e alle 20:00", ROM, on("8:00 20:00"))
    it.says("ogni lunedì alle 9:00 e ogni giovedì alle 16:30", MIL, week("9:00", MO), week("16:30", TH))
    it.says("dal lunedì al venerdì ogni 20 minuti dalle 9:00 alle 10:00", ROM, week(span(20, "9:00", "10:00"), *WORK))
    it.says("ogni ora tra le 13:00 e le 17:00 di sabato", MIL, week(span(60, "13:00", "17:00"), SA))
    it.says("tutti i giorni alle 6:45 tranne la domenica", ROM, week("6:45", *WORK, SA))
    it.says("ogni giorno alle 12:00 eccetto sabato e domenica", MIL, week("12:00", *WORK))
    it.says("ogni giorno alle 21:00 fino a venerdì", ROM, on("21:00"), until="2026-07-24")
    it.says("a partire dal primo settembre, ogni martedì alle 10:00", ROM, week("10:00", TU, start="2026-09-01"))
    it.says("ogni mattina alle 8 per 5 giorni", MIL, on("8:00"), count=5)
    it.says("ogni giorno a mezzogiorno e a mezzanotte", ROM, on("0:00 12:00"))
    it.once("domani alle 15:20", ROM, "2026-07-22T15:20")
    it.once("dopodomani alle 9 e mezza", MIL, "2027-01-10T9:30")
    it.once("stasera alle 9", ROM, "2026-07-21T21:00")
    it.once("il 15 agosto alle 13:00", ROM, "2026-08-15T13:00")
    it.once("mercoledì alle 16:00", MIL, "2027-01-13T16:00")
    it.once("venerdì della prossima settimana alle 11:00", ROM, "2026-07-31T11:00")
    it.after("tra un quarto d'ora", ROM, 15)
    it.after("fra 2 ore", MIL, 120)
    it.once("tra tre giorni alle 8:00", ROM, "2026-07-24T8:00")
    it.says("ogni anno il 25 dicembre alle 9:00", MIL, year("9:00", 12, 25))
    it.says("all'inizio di ogni trimestre alle 7:00", ROM, month("7:00", 1, bymonth=QUARTERS))
    it.says("tutti i giorni alle 9:00 ora di Londra", MIL, on("9:00"), zone="Europe/London")
    it.refuses(ROM, "ogni giorno alle 25:10", "il 31 giugno alle 10:00", "ogni zorbedì alle 9:00", "prima o poi")
    it.asks(ROM, "ogni lunedì", "domani mattina", "venerdì a mezzanotte")


def dutch() -> None:
    nl = Speaker("nl")
    nl.says("elke dag om 7.20 uur", AMS, on("7:20"))
    nl.says("dagelijks om half negen", BRU, on("8:30"))
    nl.says("van maandag tot en met vrijdag om 9 uur", AMS, week("9:00", *WORK))
    nl.says("elke dinsdag en donderdag om 18:30", BRU, week("18:30", TU, TH))
    nl.says("iedere avond om kwart over acht", AMS, on("20:15"))
    nl.says("elk weekend om 10 uur 's ochtends", BRU, week("10:00", *WEEKEND))
    nl.says("op werkdagen om 16.45 uur", AMS, week("16:45", *WORK))
    nl.says("elke zondag om 8 uur 's avonds graag", BRU, week("20:00", SU))
    nl.says("herinner me elke woensdag om 12 uur 's middags", AMS, week("12:00", WE))
    nl.says("op de 1e van elke maand om 8 uur", BRU, month("8:00", 1))
    nl.says("op de 10e en 25e van elke maand om 14:00", AMS, month("14:00", 10, 25))
    nl.says("op de laatste dag van de maand om 23:45", BRU, month("23:45", -1))
    nl.says("aan het eind van elke maand om 18 uur", AMS, month("18:00", -1))
    nl.says("elke eerste maandag van de maand om 10 uur", BRU, nth("10:00", MO(1)))
    nl.says("de laatste vrijdag van elke maand om 15:30 uur", AMS, nth("15:30", FR(-1)))
    nl.every("elk kwartier", AMS, 15, aligned=True)
    nl.every("elke anderhalf uur", BRU, 90)
    nl.says("elke 3 dagen om 20:00", AMS, on("20:00", start="2027-04-14", interval=3))
    nl.says("om de dag om 7 uur", AMS, on("7:00", start="2027-04-15", interval=2))
    nl.says("om de week op donderdag om 11 uur", AMS, week("11:00", TH, start="2027-04-15", interval=2))
    nl.says("elke twee weken op maandag om 9:30", BRU, week("9:30", MO, start="2026-10-26", interval=2))
    nl.says("twee keer per dag, om 8 uur en om 20 uur", AMS, on("8:00 20:00"))
    nl.says("elke maandag om 9 uur en elke donderdag om 16.30 uur", BRU, week("9:00", MO), week("16:30", TH))
    nl.says("elke 20 minuten tussen 8 en 10 uur op werkdagen", AMS, week(span(20, "8:00", "10:00"), *WORK))
    nl.says("elke zaterdag elk uur van 13 tot 17 uur", BRU, week(span(60, "13:00", "17:00"), SA))
    nl.says("elke dag om 22 uur behalve op zaterdag", AMS, week("22:00", *WORK, SU))
    nl.says("op werkdagen om 7 uur, maar niet op vrijdag", BRU, week("7:00", MO, TU, WE, TH))
    nl.says("elke dag om 21 uur tot en met zaterdag", AMS, on("21:00"), until="2027-04-17")
    nl.says("vanaf 1 mei elke zaterdag om 10 uur", AMS, week("10:00", SA, start="2027-05-01"))
    nl.says("elke ochtend om 6 uur, 5 keer", BRU, on("6:00"), count=5)
    nl.says("elke dag om 02:30", BRU, on("2:30"))
    nl.once("morgen om 14.20 uur", AMS, "2027-04-15T14:20")
    nl.once("overmorgen om half zeven 's avonds", BRU, "2026-10-24T18:30")
    nl.once("vanavond om 9 uur", BRU, "2026-10-22T21:00")
    nl.once("op 5 december om 17 uur", BRU, "2026-12-05T17:00")
    nl.once("vrijdag om 16 uur", AMS, "2027-04-16T16:00")
    nl.after("over een half uur", AMS, 30)
    nl.after("over 3 uur", BRU, 180)
    nl.once("over twee dagen om 8 uur", AMS, "2027-04-16T8:00")
    nl.once("volgende week dinsdag om 13 uur", BRU, "2026-10-27T13:00")
    nl.says("elk jaar op 27 april om 12 uur", AMS, year("12:00", 4, 27))
    nl.says("op de eerste dag van elk kwartaal om 7 uur", BRU, month("7:00", 1, bymonth=QUARTERS))
    nl.says("elke werkdag om 9 uur New Yorkse tijd", BRU, week("9:00", *WORK), zone="America/New_York")
    nl.refuses(AMS, "elke dag om 25:00", "op 31 juni om 10 uur", "elke flurbsdag om 9 uur", "binnenkort")
    nl.asks(AMS, "elke vrijdag", "morgenochtend", "volgende vrijdag om 10 uur")


def chinese() -> None:
    zh = Speaker("zh")
    zh.says("每天早上7点半", SHA, on("7:30"))
    zh.says("每天下午三点半", TPE, on("15:30"))
    zh.says("每天晚上九点一刻", SHA, on("21:15"))
    zh.says("周一到周五上午9点", SHA, week("9:00", *WORK))
    zh.says("每周二和周四18:35", TPE, week("18:35", TU, TH))
    zh.says("每个周末上午10点", SHA, week("10:00", *WEEKEND))
    zh.says("每个工作日下午5点45分", TPE, week("17:45", *WORK))
    zh.says("每星期三中午12点", SHA, week("12:00", WE))
    zh.says("每周日晚上8点提醒我", TPE, week("20:00", SU))
    zh.says("每週三下午兩點半", TPE, week("14:30", WE))
    zh.says("每月1号早上8点", SHA, month("8:00", 1))
    zh.says("每个月10号和25号下午2点", TPE, month("14:00", 10, 25))
    zh.says("每月最后一天23:45", SHA, month("23:45", -1))
    zh.says("每个月底下午六点", TPE, month("18:00", -1))
    zh.says("每月第一个星期一上午10点", SHA, nth("10:00", MO(1)))
    zh.says("每个月最后一个周五下午3点半", TPE, nth("15:30", FR(-1)))
    zh.every("每15分钟一次", SHA, 15, aligned=True)
    zh.every("每两个小时", TPE, 120, aligned=True)
    zh.every("每隔90分钟", SHA, 90)
    zh.says("每三天晚上8点", SHA, on("20:00", start="2026-06-27", interval=3))
    zh.says("每隔一天早上7点", TPE, on("7:00", start="2027-03-31", interval=2))
    zh.says("隔周的周四上午11点", SHA, week("11:00", TH, start="2026-07-02", interval=2))
    zh.says("每两周的周一9:30", TPE, week("9:30", MO, start="2027-04-05", interval=2))
    zh.says("每天8点、14点和20点", SHA, on("8:00 14:00 20:00"))
    zh.says("每周一上午9点和每周四下午4点", TPE, week("9:00", MO), week("16:00", TH))
    zh.says("工作日早上8点到10点每20分钟一次", SHA, week(span(20, "8:00", "10:00"), *WORK))
    zh.says("每周六下午1点到5点每小时一次", TPE, week(span(60, "13:00", "17:00"), SA))
    zh.says("每天晚上10点,周六除外", SHA, week("22:00", *WORK, SU))
    zh.says("除了周日,每天早上6点45分", TPE, week("6:45", *WORK, SA))
    zh.says("每天21:00,到周五为止", TPE, on("21:00"), until="2027-04-02")
    zh.says("从7月1日起每天早上7点", SHA, on("7:00", start="2026-07-01"))
    zh.says("每天早上6点,一共5次", SHA, on("6:00"), count=5)
    zh.once("明天下午2点20分", SHA, "2026-06-28T14:20")
    zh.once("后天晚上六点半", TPE, "2027-04-01T18:30")
    zh.once("今晚9点", SHA, "2026-06-27T21:00")
    zh.once("明天早上九點", TPE, "2027-03-31T9:00")
    zh.once("10月1日上午10点", SHA, "2026-10-01T10:00")
    zh.once("下周二下午1点", SHA, "2026-06-30T13:00")
    zh.after("半小时后", SHA, 30)
    zh.after("3个小时以后", TPE, 180)
    zh.once("三天后早上8点", SHA, "2026-06-30T8:00")
    zh.says("每年1月1日零点", TPE, year("0:00", 1, 1))
    zh.says("每季度第一天早上7点", SHA, month("7:00", 1, bymonth=QUARTERS))
    zh.says("纽约时间每天早上9点", SHA, on("9:00"), zone="America/New_York")
    zh.says("每天北京时间晚上8点", LDN, on("20:00"), zone="Asia/Shanghai")
    zh.refuses(SHA, "每天25点", "6月31日上午10点", "每个啵啵日早上9点", "改天再说")
    zh.asks(SHA, "每周一", "明天上午", "每隔三天晚上8点")


def japanese() -> None:
    ja = Speaker("ja")
    ja.says("毎日7時半", TYO, on("7:30"))
    ja.says("毎日午後3時20分", OSA, on("15:20"))
    ja.says("毎晩9時15分", TYO, on("21:15"))
    ja.says("月曜から金曜の午前9時", OSA, week("9:00", *WORK))
    ja.says("毎週火曜日と木曜日の18:35", TYO, week("18:35", TU, TH))
    ja.says("毎週末の午前10時", OSA, week("10:00", *WEEKEND))
    ja.says("平日の17時45分", TYO, week("17:45", *WORK))
    ja.says("毎週水曜日の正午", OSA, week("12:00", WE))
    ja.says("毎週日曜の夜8時にリマインドして", TYO, week("20:00", SU))
    ja.says("毎日22:10にお願いします", OSA, on("22:10"))
    ja.says("毎月1日の8時", OSA, month("8:00", 1))
    ja.says("毎月10日と25日の14時", TYO, month("14:00", 10, 25))
    ja.says("毎月末の18時", OSA, month("18:00", -1))
    ja.says("毎月最終日の23:45", TYO, month("23:45", -1))
    ja.says("毎月第1月曜日の10時", OSA, nth("10:00", MO(1)))
    ja.says("毎月第2・第4水曜日の午後1時", TYO, nth("13:00", WE(2), WE(4)))
    ja.says("毎月最終金曜日の15時半", OSA, nth("15:30", FR(-1)))
    ja.every("15分おきに", TYO, 15, aligned=True)
    ja.every("2時間ごと", TYO, 120, aligned=True)
    ja.every("90分ごとに", OSA, 90)
    ja.says("3日ごとに20時", TYO, on("20:00", start="2026-09-29", interval=3))
    ja.says("一日おきに7時", OSA, on("7:00", start="2027-07-06", interval=2))
    ja.says("隔週木曜日の11時", TYO, week("11:00", TH, start="2026-10-01", interval=2))
    ja.says("2週間ごとの月曜日9時半", OSA, week("9:30", MO, start="2027-07-12", interval=2))
    ja.says("毎日8時と14時と20時", TYO, on("8:00 14:00 20:00"))
    ja.says("毎週月曜は9時、木曜は16時半", OSA, week("9:00", MO), week("16:30", TH))
    ja.says("平日の8時から10時まで20分ごと", TYO, week(span(20, "8:00", "10:00"), *WORK))
    ja.says("毎週土曜の13時から17時まで1時間おきに", OSA, week(span(60, "13:00", "17:00"), SA))
    ja.says("土曜日以外の毎日22時", TYO, week("22:00", *WORK, SU))
    ja.says("平日の朝7時、水曜を除く", OSA, week("7:00", MO, TU, TH, FR))
    ja.says("金曜日まで毎日21時", TYO, on("21:00"), until="2026-10-02")
    ja.says("10月1日から毎朝7時", TYO, on("7:00", start="2026-10-01"))
    ja.says("毎朝6時、5回だけ", OSA, on("6:00"), count=5)
    ja.once("明日の14時20分", TYO, "2026-09-30T14:20")
    ja.once("明後日の夕方6時半", OSA, "2027-07-07T18:30")
    ja.once("今夜9時", TYO, "2026-09-29T21:00")
    ja.once("12月24日の17時", TYO, "2026-12-24T17:00")
    ja.once("金曜日の16時", TYO, "2026-10-02T16:00")
    ja.once("来週の火曜日13時", TYO, "2026-10-06T13:00")
    ja.after("30分後", TYO, 30)
    ja.after("3時間後に", OSA, 180)
    ja.once("3日後の8時", TYO, "2026-10-02T8:00")
    ja.says("毎年1月1日の午前0時", OSA, year("0:00", 1, 1))
    ja.says("毎四半期の初日の7時", TYO, month("7:00", 1, bymonth=QUARTERS))
    ja.says("ニューヨーク時間で毎日9時", OSA, on("9:00"), zone="America/New_York")
    ja.says("毎日20時(日本時間)", LDN, on("20:00"), zone="Asia/Tokyo")
    ja.refuses(TYO, "毎日9時75分", "6月31日の10時", "毎週ぷにょ曜日の9時", "そのうち")
    ja.asks(TYO, "毎週月曜日", "明日の朝", "3日おきに20時")


LANGUAGES = (spanish, german, french, portuguese, italian, dutch, chinese, japanese)


def check() -> None:
    """Weekday of every `now`, no phrase twice, every run after now in ascending order, enough of each language."""
    seen = Counter((row.lang, row.text.lower()) for row in ROWS)
    assert max(seen.values()) == 1, seen.most_common(3)
    check_rows(ROWS)
    counts = Counter((row.lang, row.gold.get("expect", "runs")) for row in ROWS)
    for lang in {row.lang for row in ROWS}:
        assert counts[lang, "runs"] >= 25, lang
        assert counts[lang, "refuse"] >= 2, lang
        assert counts[lang, "clarify"] >= 1, lang


def line(row: Row) -> str:
    now = row.spot.wall.replace(tzinfo=zone_of(row.spot.zone)).isoformat()
    head = {"text": row.text, "lang": row.lang, "timezone": row.spot.zone, "now": now}
    return json.dumps({**head, **row.gold}, ensure_ascii=False)


def build() -> list[Row]:
    ROWS.clear()
    for language in LANGUAGES:
        language()
    check()
    return list(ROWS)


if __name__ == "__main__":
    rows = build()
    OUT.write_text("".join(line(row) + "\n" for row in rows), encoding="utf-8")
    for (lang, expect), number in Counter((row.lang, row.gold.get("expect", "runs")) for row in rows).items():
        print(f"{number:4} {lang} {expect}")
    print(f"{len(rows):4} in all")
