"""Time zones as people name them: cities, countries, abbreviations, regions, Windows names, offsets.

What can mean more than one clock carries all of them in `ZoneHit.ambiguous`; the reader asks where the choice
changes the runs. All of it is tables; a look-up is one dictionary access.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache

from schedule_mcp.errors import InvalidArgument, UnknownTimeZone
from schedule_mcp.language.lexicon import ZoneHit, cut
from schedule_mcp.outside.text import quoted
from schedule_mcp.schedule.zones import canonical_name, same_zone, zone_names

_UTC = "UTC"

_CITIES = """
America/New_York: new york city|nyc|manhattan|brooklyn|boston|philadelphia|washington dc|washington d.c.
    |atlanta|miami|orlando
    |tampa|baltimore|pittsburgh|cleveland|cincinnati|columbus ohio|charlotte|raleigh|buffalo|jacksonville
    |newark|wall street
America/Chicago: houston|dallas|austin|san antonio|fort worth|minneapolis|milwaukee|new orleans|memphis
    |nashville|st. louis
    |st louis|saint louis|kansas city|oklahoma city|omaha|madison wisconsin|tulsa
America/Denver: salt lake city|albuquerque|colorado springs|santa fe|boulder
America/Phoenix: tucson|scottsdale
America/Los_Angeles: la|l.a.|san francisco|sf|san diego|seattle|sacramento|oakland|las vegas|silicon valley|palo alto
    |mountain view|hollywood|portland oregon
Pacific/Honolulu: hawaii|waikiki
America/Anchorage: alaska
America/Toronto: ottawa|montreal|quebec city|quebec
America/Edmonton: calgary
America/Mexico_City: ciudad de mexico|cdmx|guadalajara
America/Sao_Paulo: rio de janeiro|rio|brasilia|belo horizonte|curitiba|porto alegre
America/Argentina/Buenos_Aires: argentina
America/Bogota: medellin|cali|colombia
America/Lima: peru
America/Caracas: venezuela
America/Montevideo: uruguay
America/Asuncion: paraguay
America/La_Paz: bolivia
America/Panama: panama city
America/Costa_Rica: costa rica
America/Guatemala: guatemala city
America/Jamaica: jamaica
America/Havana: cuba|la habana
America/Puerto_Rico: puerto rico
Europe/London: uk|u.k.|united kingdom|great britain|britain|england|scotland|wales|british|edinburgh|glasgow
    |liverpool|leeds|bristol|cardiff
    |londres|londra
Europe/Dublin: ireland|irish
Europe/Lisbon: porto|lisboa|lisbonne|lisbona
Europe/Madrid: barcelona|sevilla|seville|bilbao|malaga
Europe/Paris: france|french|lyon|marseille|toulouse|bordeaux|parigi
Europe/Brussels: belgium|belgian|antwerp|bruxelles|brussel
Europe/Amsterdam: netherlands|the netherlands|dutch|holland|rotterdam|the hague|utrecht|eindhoven
Europe/Berlin: germany|german|hamburg|munich|munchen|frankfurt|cologne|koln|stuttgart|dusseldorf|leipzig
    |deutschland|deutsche
    |berliner
Europe/Zurich: switzerland|swiss|geneva|geneve|basel|bern|lausanne|zurigo
Europe/Vienna: austria|austrian|wien|salzburg|graz
Europe/Rome: italy|italian|milan|milano|naples|turin|torino|florence|bologna|roma
Europe/Copenhagen: denmark|danish
Europe/Stockholm: sweden|swedish|gothenburg
Europe/Oslo: norway|norwegian
Europe/Helsinki: finland|finnish
Europe/Warsaw: poland|polish|krakow|cracow|wroclaw|gdansk
Europe/Prague: czech republic|czechia|czech|brno
Europe/Budapest: hungary|hungarian
Europe/Bucharest: romania|romanian|cluj
Europe/Sofia: bulgaria|bulgarian
Europe/Athens: greece|greek|thessaloniki
Europe/Istanbul: turkey|turkish|turkiye|ankara|izmir
Europe/Kyiv: ukraine|ukrainian|kiev|lviv|odesa
Europe/Moscow: moskau|moscou|saint petersburg|st petersburg|st. petersburg
Europe/Belgrade: serbia|serbian
Europe/Zagreb: croatia|croatian
Europe/Ljubljana: slovenia
Europe/Bratislava: slovakia
Europe/Vilnius: lithuania
Europe/Riga: latvia
Europe/Tallinn: estonia
Europe/Luxembourg: luxemburg
Atlantic/Reykjavik: iceland
Asia/Tokyo: japan|japanese|osaka|kyoto|yokohama|nagoya|sapporo|fukuoka|東京|日本|东京
Asia/Seoul: south korea|korea|korean|busan
Asia/Shanghai: china|chinese|beijing|peking|shenzhen|guangzhou|hangzhou|chengdu|北京|中国|上海|北京时间
Asia/Hong_Kong: hongkong|香港
Asia/Taipei: taiwan|台北
Asia/Singapore: 新加坡
Asia/Kolkata: india|indian|mumbai|bombay|delhi|new delhi|bangalore|bengaluru|chennai|madras|hyderabad|pune
    |kolkata|ahmedabad|印度
Asia/Karachi: pakistan|lahore|islamabad
Asia/Dhaka: bangladesh
Asia/Colombo: sri lanka
Asia/Kathmandu: nepal
Asia/Dubai: abu dhabi|uae|u.a.e.|united arab emirates
Asia/Riyadh: saudi arabia|jeddah|mecca
Asia/Qatar: doha
Asia/Kuwait: kuwait city
Asia/Tehran: iran
Asia/Baghdad: iraq
Asia/Jerusalem: israel|israeli|tel aviv|haifa
Asia/Beirut: lebanon
Asia/Bangkok: thailand|thai
Asia/Ho_Chi_Minh: vietnam|ho chi minh city|saigon|hanoi
Asia/Kuala_Lumpur: malaysia|malaysian
Asia/Manila: philippines|the philippines
Asia/Jakarta: bandung
Asia/Makassar: bali|denpasar
Asia/Tbilisi: tiflis
Asia/Yerevan: armenia
Asia/Baku: azerbaijan
Africa/Cairo: egypt|egyptian
Africa/Johannesburg: south africa|south african|cape town|pretoria|durban
Africa/Lagos: nigeria|nigerian|abuja
Africa/Nairobi: kenya|kenyan
Africa/Casablanca: morocco|rabat
Africa/Algiers: algeria
Africa/Tunis: tunisia
Africa/Accra: ghana
Africa/Addis_Ababa: ethiopia
Africa/Abidjan: ivory coast|dakar
Australia/Sydney: canberra|new south wales|nsw
Australia/Melbourne: geelong
Australia/Brisbane: gold coast|cairns
Pacific/Auckland: new zealand|christchurch
Pacific/Fiji: suva
"""

_EXONYMS = """
America/New_York: nueva york|nova york|nova iorque|new yorker|new yorkse|nuova york|nueva yorque|washington dc
America/Chicago: chicagoer
America/Los_Angeles: los angeles|san francisco|californie|californië|california|kalifornien|pacifico|pacifique
America/Mexico_City: ciudad de mexico|cidade do mexico|citta del messico|mexico-stadt|mexiko-stadt|mexico-stad
America/Toronto: montreal|torontoer
America/Argentina/Buenos_Aires: buenos-aires|argentine|argentinie|argentinien
America/Bogota: kolumbien|colombie
America/Santiago: santiago de chile|santiago do chile|santiago du chili|santiago del cile|chili|cile
America/Lima: perou|peru
America/Havana: la havane|l'avana|avana|havanna
Europe/London: londres|londra|londen|londoner|londense|londinese|angleterre|inglaterra|inghilterra|engeland
    |reino unido|royaume-uni|royaume uni|regno unito|verenigd koninkrijk|grossbritannien|gran bretana|grande-bretagne
Europe/Dublin: dublino|dubliner|irlanda|irlande|irland|ierland
Europe/Lisbon: lissabon|lisbonne|lisbona|lissabonner
Europe/Madrid: madrider|madrileense|barcelone|barcellona|spanien|spanische|espagne|spagna|spanje|espanha
Europe/Paris: parigi|pariser|parijs|parijse|frankreich|frankrijk|francia|franca|franzosische|franse
Europe/Brussels: bruselas|bruxelas|brussel|brusselse|brusseler|bruessel|belgica|belgique|belgio|belgien|belgie
Europe/Amsterdam: amsterdamer|amsterdamse|amesterda|paises bajos|pays-bas|paesi bassi|paises baixos|niederlande
    |nederland|nederlandse|holanda|hollande|olanda|la haya|den haag
Europe/Berlin: berlin|berlino|berlim|berlijn|berlijnse|berliner|alemania|allemagne|germania|alemanha|duitsland|duitse
    |francfort|francoforte|francfort-sur-le-main|monaco di baviera|munique|amburgo|hamburgo|hambourg|colonia|cologne
Europe/Zurich: zuricher|zurcher|zuerich|ginebra|genf|ginevra|genebra|geneve|suiza|suisse|svizzera|schweiz
    |schweizer|zwitserland|suica
Europe/Vienna: viena|vienne|vienna|wiener|wenen|weense|osterreich|autriche|oostenrijk|austria
Europe/Rome: roma|romische|rom|italie|italien|italia|romeinse|milano|milan|mailand|milaan|turin|torino|turijn|napoles
    |neapel|napoli|florencia|florenz|firenze
Europe/Copenhagen: copenhague|copenaghen|kopenhagen|dinamarca|danemark|danimarca|denemarken
Europe/Stockholm: estocolmo|stoccolma|stockholmer|suecia|suede|svezia|schweden|zweden
Europe/Oslo: noruega|norvege|norvegia|norwegen|noorwegen
Europe/Helsinki: finlandia|finlande|finnland
Europe/Warsaw: varsovia|varsovie|varsavia|warschau|polonia|pologne|polen
Europe/Prague: praga|prag|praag
Europe/Budapest: budapeste|hungria|hongrie|ungheria|ungarn|hongarije
Europe/Bucharest: bucarest|bukarest|boekarest|bucareste|rumania|roumanie|romania|rumanien|roemenie
Europe/Athens: atenas|athenes|atene|athen|athene|grecia|grece|griechenland|griekenland
Europe/Istanbul: estambul|istambul|turquia|turquie|turchia|turkei|turkije
Europe/Kyiv: kiew|ucrania|ukraine|ucraina|oekraine
Europe/Moscow: moscu|moscou|mosca|moskau|moskauer|moskou|moscovo
Asia/Tokyo: tokio|toquio|tokioter|tokiose|japon|giappone|japao
Asia/Seoul: seul|corea del sur|coree du sud|corea del sud|sudkorea|zuid-korea|coreia do sul
Asia/Shanghai: pekin|pechino|pequim|peking|pekinger|xangai|sciangai|chine|cina
Asia/Singapore: singapur|singapour|singapura|cingapura
Asia/Kolkata: inde|indien|nueva delhi|nouvelle-delhi|nova deli|neu-delhi
Asia/Dubai: emiratos arabes|emirats arabes unis
Asia/Jerusalem: jerusalem|gerusalemme|jerusalen|jeruzalem
Asia/Bangkok: bangcoc
Africa/Cairo: el cairo|le caire|il cairo|kairo|cairo|egipto|egypte|egitto|agypten|egito
Africa/Johannesburg: sudafrica|afrique du sud|sudafrika|zuid-afrika|africa do sul
Africa/Casablanca: marruecos|maroc|marocco|marokko|marrocos
Australia/Sydney: sidney|sydneyer
Pacific/Auckland: nueva zelanda|nouvelle-zelande|nuova zelanda|neuseeland|nieuw-zeeland
Pacific/Honolulu: hawai
UTC: tiempo universal|temps universel|tempo universale|weltzeit|tiempo universal coordinado
"""
"""Names of places in Spanish, German, French, Portuguese, Italian and Dutch, without accents; "Pariser" and "Londense"
stand before "Zeit" and "tijd"."""

_REGIONS = """
Africa/Lagos: wat|west africa
Africa/Nairobi: east africa
Africa/Maputo: central africa
Asia/Makassar: wita
America/New_York: eastern|us eastern|et|us et|east coast|us east coast
America/Chicago: central|us central|ct
America/Denver: mountain|us mountain|mt
America/Los_Angeles: pacific|us pacific|pt|west coast|us west coast|california
America/Phoenix: arizona
America/Anchorage: akt
Asia/Tokyo: jst
Asia/Seoul: kst
Asia/Hong_Kong: hkt
Asia/Singapore: sgt
Asia/Manila: pht
Asia/Bangkok: ict
Asia/Jakarta: wib
Asia/Karachi: pkt
Europe/Moscow: msk
Europe/Istanbul: trt
Pacific/Honolulu: hst
Australia/Perth: awst
Africa/Johannesburg: sast
America/Sao_Paulo: brt
UTC: utc|z|zulu|gmt|greenwich mean|coordinated universal|universal|greenwich
"""

_EAST_ASIAN = """
Asia/Shanghai: 北京|上海|中国|中國|深圳|广州|廣州|ペキン
Asia/Hong_Kong: 香港
Asia/Taipei: 台北|臺北|台湾|台灣|臺灣
Asia/Tokyo: 东京|東京|大阪|日本
Asia/Seoul: 首尔|首爾|韩国|韓國|韓国|ソウル
Asia/Singapore: 新加坡|シンガポール
Asia/Bangkok: 曼谷|バンコク
Asia/Jakarta: 雅加达|雅加達|ジャカルタ
Asia/Kuala_Lumpur: 吉隆坡|クアラルンプール
Asia/Manila: 马尼拉|馬尼拉|マニラ
Asia/Ho_Chi_Minh: 胡志明市|ホーチミン|ハノイ
Asia/Karachi: 卡拉奇|カラチ
Asia/Tehran: 德黑兰|德黑蘭|テヘラン
Asia/Riyadh: 利雅得|リヤド
Africa/Cairo: 开罗|開羅|カイロ
Africa/Johannesburg: 约翰内斯堡|約翰尼斯堡|ヨハネスブルグ
Africa/Lagos: 拉各斯|ラゴス
Africa/Nairobi: 内罗毕|奈洛比|ナイロビ
Europe/Istanbul: 伊斯坦布尔|伊斯坦堡|イスタンブール
Europe/Amsterdam: 阿姆斯特丹|アムステルダム
Europe/Brussels: 布鲁塞尔|布魯塞爾|ブリュッセル
Europe/Zurich: 苏黎世|蘇黎世|チューリッヒ
Europe/Vienna: 维也纳|維也納|ウィーン
Europe/Stockholm: 斯德哥尔摩|斯德哥爾摩|ストックホルム
Europe/Copenhagen: 哥本哈根|コペンハーゲン
Europe/Helsinki: 赫尔辛基|赫爾辛基|ヘルシンキ
Europe/Warsaw: 华沙|華沙|ワルシャワ
Europe/Lisbon: 里斯本|リスボン
Europe/Dublin: 都柏林|ダブリン
America/Vancouver: 温哥华|溫哥華|バンクーバー
America/Sao_Paulo: 圣保罗|聖保羅|サンパウロ
America/Mexico_City: 墨西哥城|メキシコシティ
Pacific/Auckland: 奥克兰|奧克蘭|オークランド
Australia/Perth: 珀斯|パース
Australia/Brisbane: 布里斯班|ブリスベン
Asia/Kolkata: 印度|孟买|孟買|新德里|インド|ムンバイ|デリー
Asia/Dubai: 迪拜|杜拜|ドバイ
Europe/London: 伦敦|倫敦|ロンドン|英国|英國|イギリス
Europe/Paris: 巴黎|法国|法國|パリ|フランス
Europe/Berlin: 柏林|德国|德國|ベルリン|ドイツ
Europe/Madrid: 马德里|馬德里|マドリード
Europe/Rome: 罗马|羅馬|ローマ
Europe/Moscow: 莫斯科|モスクワ
America/New_York: 纽约|紐約|ニューヨーク|美国东部|美國東部|美东|美東|米国東部|アメリカ東部|ボストン
America/Chicago: 芝加哥|シカゴ|米国中部|アメリカ中部
America/Los_Angeles: 洛杉矶|洛杉磯|旧金山|舊金山|西雅图|西雅圖|美西|美国西部|美國西部
    |ロサンゼルス|サンフランシスコ|シアトル|米国太平洋|アメリカ太平洋
America/Toronto: 多伦多|多倫多|トロント
Australia/Sydney: 悉尼|雪梨|シドニー
Australia/Melbourne: 墨尔本|墨爾本|メルボルン
Pacific/Honolulu: 夏威夷|ハワイ
"""
"""As Chinese and Japanese write them."""

_WINDOWS = """
Europe/Berlin: w. europe standard time|w europe standard time
Europe/Paris: romance standard time
Europe/Budapest: central europe standard time
Europe/Warsaw: central european standard time
Europe/London: gmt standard time
Atlantic/Reykjavik: greenwich standard time
Europe/Chisinau: e. europe standard time|e europe standard time
Europe/Bucharest: gtb standard time
Europe/Kyiv: fle standard time
Europe/Istanbul: turkey standard time
Europe/Moscow: russian standard time
Asia/Tokyo: tokyo standard time|japan standard time
Asia/Seoul: korea standard time
Asia/Shanghai: china standard time
Asia/Taipei: taipei standard time
Asia/Singapore: singapore standard time
Asia/Kolkata: india standard time|indian standard time
Asia/Dubai: arabian standard time|gulf standard time
Asia/Riyadh: arab standard time
Asia/Baghdad: arabic standard time
Asia/Tehran: iran standard time
Asia/Jerusalem: israel standard time
Asia/Karachi: pakistan standard time
Asia/Dhaka: bangladesh standard time
Asia/Colombo: sri lanka standard time
Asia/Kathmandu: nepal standard time
Asia/Bangkok: se asia standard time
Asia/Yangon: myanmar standard time
Australia/Perth: w. australia standard time|w australia standard time
Australia/Adelaide: cen. australia standard time|cen australia standard time
Australia/Darwin: aus central standard time
Australia/Brisbane: e. australia standard time|e australia standard time
Australia/Sydney: aus eastern standard time
Australia/Hobart: tasmania standard time
Pacific/Auckland: new zealand standard time
Pacific/Honolulu: hawaiian standard time
America/Anchorage: alaskan standard time
America/Phoenix: us mountain standard time
America/Regina: canada central standard time
America/Mexico_City: central standard time (mexico)
America/Bogota: sa pacific standard time
America/Caracas: venezuela standard time
America/La_Paz: sa western standard time
America/Halifax: atlantic standard time
America/St_Johns: newfoundland standard time
America/Sao_Paulo: e. south america standard time|e south america standard time
America/Argentina/Buenos_Aires: argentina standard time
America/Montevideo: montevideo standard time
America/Santiago: pacific sa standard time
Africa/Cairo: egypt standard time
Africa/Johannesburg: south africa standard time
Africa/Nairobi: e. africa standard time|e africa standard time
Africa/Lagos: w. central africa standard time|w central africa standard time
Africa/Casablanca: morocco standard time
Africa/Juba: south sudan standard time
Africa/Khartoum: sudan standard time
Africa/Sao_Tome: sao tome standard time
Africa/Tripoli: libya standard time
Africa/Windhoek: namibia standard time
America/Adak: aleutian standard time
America/Araguaina: tocantins standard time
America/Asuncion: paraguay standard time
America/Bahia: bahia standard time
America/Cancun: eastern standard time (mexico)
America/Cayenne: sa eastern standard time
America/Cuiaba: central brazilian standard time
America/Grand_Turk: turks and caicos standard time
America/Guatemala: central america standard time
America/Havana: cuba standard time
America/Indiana/Indianapolis: us eastern standard time
America/Mazatlan: mountain standard time (mexico)
America/Miquelon: saint pierre standard time
America/Nuuk: greenland standard time
America/Port-au-Prince: haiti standard time
America/Punta_Arenas: magallanes standard time
America/Tijuana: pacific standard time (mexico)
America/Whitehorse: yukon standard time
Asia/Amman: jordan standard time
Asia/Baku: azerbaijan standard time
Asia/Barnaul: altai standard time
Asia/Beirut: middle east standard time
Asia/Bishkek: central asia standard time
Asia/Chita: transbaikal standard time
Asia/Damascus: syria standard time
Asia/Hebron: west bank standard time
Asia/Hovd: w. mongolia standard time|w mongolia standard time
Asia/Irkutsk: north asia east standard time
Asia/Kabul: afghanistan standard time
Asia/Kamchatka: russia time zone 11
Asia/Krasnoyarsk: north asia standard time
Asia/Magadan: magadan standard time
Asia/Novosibirsk: n. central asia standard time|n central asia standard time
Asia/Omsk: omsk standard time
Asia/Pyongyang: north korea standard time
Asia/Qyzylorda: qyzylorda standard time
Asia/Sakhalin: sakhalin standard time
Asia/Srednekolymsk: russia time zone 10
Asia/Tashkent: west asia standard time
Asia/Tbilisi: georgian standard time
Asia/Tomsk: tomsk standard time
Asia/Ulaanbaatar: ulaanbaatar standard time
Asia/Vladivostok: vladivostok standard time
Asia/Yakutsk: yakutsk standard time
Asia/Yekaterinburg: ekaterinburg standard time
Asia/Yerevan: caucasus standard time
Atlantic/Azores: azores standard time
Atlantic/Cape_Verde: cape verde standard time
Australia/Eucla: aus central w. standard time|aus central w standard time
Australia/Lord_Howe: lord howe standard time
Europe/Astrakhan: astrakhan standard time
Europe/Kaliningrad: kaliningrad standard time
Europe/Minsk: belarus standard time
Europe/Samara: russia time zone 3
Europe/Saratov: saratov standard time
Europe/Volgograd: volgograd standard time
Indian/Mauritius: mauritius standard time
Pacific/Apia: samoa standard time
Pacific/Bougainville: bougainville standard time
Pacific/Chatham: chatham islands standard time
Pacific/Easter: easter island standard time
Pacific/Fiji: fiji standard time
Pacific/Guadalcanal: central pacific standard time
Pacific/Kiritimati: line islands standard time
Pacific/Marquesas: marquesas standard time
Pacific/Norfolk: norfolk standard time
Pacific/Port_Moresby: west pacific standard time
Pacific/Tongatapu: tonga standard time
"""

_FIXED_OR_REGION = "a fixed offset, or the clock of that region with its summer time"

_SEVERAL = """
-05:00, America/New_York: est|eastern standard
-04:00, America/New_York: edt|eastern daylight
America/Chicago, Asia/Shanghai, America/Havana: cst
America/Chicago, -06:00: central standard
-05:00, America/Chicago: central daylight
America/Chicago, America/Havana, -05:00: cdt
-07:00, America/Denver: mst|mountain standard
-06:00, America/Denver: mdt|mountain daylight
-08:00, America/Los_Angeles: pst|pacific standard
-07:00, America/Los_Angeles: pdt|pacific daylight
-09:00, America/Anchorage: akst
-08:00, America/Anchorage: akdt
America/Halifax, -04:00, Asia/Riyadh: ast
America/Halifax, -03:00: adt
-03:30, America/St_Johns: nst
+00:00, Europe/Lisbon: wet|western european
+01:00, Europe/Berlin: cet|central european|mez
+02:00, Europe/Berlin: cest|central european summer|mesz
+02:00, Europe/Athens: eet|eastern european
+03:00, Europe/Athens: eest
Europe/London, +01:00, Asia/Dhaka: bst
Europe/London, +01:00: british summer
Asia/Kolkata, Europe/Dublin, Asia/Jerusalem: ist
Asia/Dubai, Atlantic/South_Georgia: gst
+10:00, Australia/Sydney: aest|australian eastern standard
+11:00, Australia/Sydney: aedt|australian eastern daylight
+09:30, Australia/Adelaide: acst
+10:30, Australia/Adelaide: acdt
Australia/Sydney, Australia/Brisbane: aet|australian eastern
+12:00, Pacific/Auckland: nzst
+13:00, Pacific/Auckland: nzdt
America/Manaus, Asia/Yerevan: amt
America/Chicago, America/New_York, America/Los_Angeles: springfield
America/Los_Angeles, America/New_York: portland|washington
Europe/London, America/Chicago: birmingham
Europe/London, America/New_York: manchester|cambridge|richmond|newcastle|durham
America/Los_Angeles, America/Costa_Rica: san jose
America/New_York, America/Chicago: columbus|columbia|arlington|jackson|lafayette|charleston|florida|tennessee
    |kentucky|indiana|michigan
America/Chicago, America/Denver: texas|kansas|nebraska|south dakota|north dakota
America/New_York, Asia/Tbilisi: georgia
America/Toronto, Atlantic/Bermuda, Pacific/Auckland: hamilton
America/Vancouver, Indian/Mahe, Australia/Melbourne: victoria
America/Argentina/Cordoba, Europe/Madrid: cordoba
America/Guyana, America/Cayman, Asia/Kuala_Lumpur: georgetown
America/New_York, America/Chicago, America/Denver, America/Los_Angeles: us|usa|u.s.|u.s.a.|united states|the us
    |the usa|america|american
America/Toronto, America/Winnipeg, America/Edmonton, America/Vancouver: canada|canadian
Australia/Sydney, Australia/Brisbane, Australia/Adelaide, Australia/Perth: australia|australian
America/Sao_Paulo, America/Manaus, America/Rio_Branco: brazil|brazilian
America/Mexico_City, America/Cancun, America/Tijuana: mexico|mexican
Europe/Moscow, Asia/Yekaterinburg, Asia/Vladivostok: russia|russian
Asia/Jakarta, Asia/Makassar, Asia/Jayapura: indonesia|indonesian
Europe/London, Europe/Berlin, Europe/Athens: europe|european
"""

_MAINLAND = {
    "spain": "Europe/Madrid",
    "spanish": "Europe/Madrid",
    "espana": "Europe/Madrid",
    "portugal": "Europe/Lisbon",
    "portuguese": "Europe/Lisbon",
    "chile": "America/Santiago",
    "ecuador": "America/Guayaquil",
}

_CONTINENTS = frozenset(
    {"Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"}
)

_WORDS_NOT_PLACES = frozenset(
    """
    easter christmas wake reunion midway troll west east north south center general nelson act nsw davis casey mawson
    palmer stanley knox jersey cocos enderbury eastern central pacific mountain troy merida chuuk yap truk canary oral
    resolute virgin nome mendoza
    """.split()  # noqa: SIM905
)
"""Last parts of names of the database that mean something else in a sentence."""

_TAILS = ("timezone", "time zone", "time", "zeit", "tijd", "local time")
_HEADS = ("hora de ", "heure de ", "hora do ", "ora di ", "ora de ", "heure d' ", "hora del ")
_CJK_TAILS = ("时间", "時間")
_OFFSET = re.compile(r"(?:utc|gmt)?\s?([+-])\s?(\d{1,2})(?::?([0-5]\d))?")
_LEAVES_NO_SPACE = re.compile(r"(?<=[\u3040-\u9fff]) (?=[\u3040-\u9fff])")
_MOST_LETTERS = 64


def _rows(text: str) -> Iterable[tuple[str, list[str]]]:
    joined = re.sub(r"\n\s+\|", "|", text.strip())
    for line in joined.splitlines():
        zones, _, names = line.partition(": ")
        yield zones, names.split("|")


def folded(words: str) -> str:
    """Lower case, single spaces, without accents."""
    if words.isascii():
        return " ".join(words.lower().split())
    decomposed = unicodedata.normalize("NFKD", words.lower())
    plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(plain.split())


@lru_cache(maxsize=1)
def _table() -> Mapping[str, ZoneHit]:
    hits: dict[str, ZoneHit] = dict(_from_database())
    for rows in (_EXONYMS, _CITIES, _REGIONS, _EAST_ASIAN, _WINDOWS):
        for zone, names in _rows(rows):
            hits.update((folded(name), ZoneHit(zone)) for name in names)
    for zones, names in _rows(_SEVERAL):
        several = tuple(zones.split(", "))
        note = _FIXED_OR_REGION if any(z[0] in "+-" for z in several) else ""
        hits.update((folded(name), ZoneHit(several[0], several, note)) for name in names)
    for name, zone in _MAINLAND.items():
        hits[name] = ZoneHit(zone, note=f"the mainland's clock, {zone}")
    return hits


def _from_database() -> Iterable[tuple[str, ZoneHit]]:
    """Full names and, where it is the name of one clock only, the last part: "buenos aires"."""
    by_leaf: dict[str, list[str]] = {}
    for name in sorted(zone_names()):
        yield name.lower(), ZoneHit(name)
        area, slash, rest = name.partition("/")
        leaf = rest.rpartition("/")[2].lower().replace("_", " ")
        if slash and area in _CONTINENTS and leaf not in _WORDS_NOT_PLACES and len(leaf) > 2:
            by_leaf.setdefault(leaf, []).append(name)
    for leaf, names in by_leaf.items():
        clocks = [n for i, n in enumerate(names) if not any(same_zone(n, earlier) for earlier in names[:i])]
        yield leaf, ZoneHit(clocks[0]) if len(clocks) == 1 else ZoneHit(clocks[0], tuple(clocks[:4]))


@lru_cache(maxsize=1)
def zone_beginnings() -> frozenset[str]:
    """First words of everything that `find_zone` may know: nothing else needs to be looked up."""
    names = (*_table(), *_HEADS, "utc", "gmt")
    return frozenset(cut(name)[0] for name in names)


@lru_cache(maxsize=1)
def zone_vocabulary() -> frozenset[str]:
    """All words of everything that `find_zone` may know."""
    names = (*_table(), *_HEADS, *_TAILS, *_CJK_TAILS, "utc", "gmt")
    return frozenset(word for name in names for word in cut(name))


@lru_cache(maxsize=4096)
def find_zone(words: str) -> ZoneHit | None:
    """The zone that words name, or None.

    >>> find_zone("New York time").zone
    'America/New_York'
    >>> find_zone("UTC+5:30").zone
    '+05:30'
    """
    if len(words) > _MOST_LETTERS:
        return None
    name = _LEAVES_NO_SPACE.sub("", folded(words))
    fixed = _fixed(name)
    if fixed is not None:
        return fixed
    known = _table().get(name)
    if known is not None:
        return known
    return _without_frame(name)


def _without_frame(folded: str) -> ZoneHit | None:
    for head in _HEADS:
        if folded.startswith(head):
            return _table().get(folded.removeprefix(head))
    for tail in _CJK_TAILS:
        if folded.endswith(tail):
            return _table().get(folded.removesuffix(tail))
    for tail in _TAILS:
        if folded.endswith(" " + tail):
            return _table().get(folded.removesuffix(tail).strip())
    return None


def _fixed(folded: str) -> ZoneHit | None:
    match = _OFFSET.fullmatch(folded)
    if match is None or (not folded.startswith(("utc", "gmt")) and match[3] is None):
        return None
    sign, hours, minutes = match[1], int(match[2]), int(match[3] or 0)
    if hours * 60 + minutes > 14 * 60:
        return None
    return ZoneHit(_UTC if hours == minutes == 0 else f"{sign}{hours:02}:{minutes:02}")


_ALONE = """
Africa/Maputo: cat
Africa/Nairobi: eat
America/Argentina/Buenos_Aires: art
America/Bogota: cot
America/Lima: pet
America/La_Paz: bot
America/Caracas: vet
America/Montevideo: uyt
Asia/Jayapura: wit
Asia/Kathmandu: npt
Asia/Kuala_Lumpur: myt
Asia/Tbilisi: get
Asia/Yangon: mmt
"""
"""Abbreviations that are words of English as well: zones only where nothing but a zone can stand."""

_SEVERAL_ALONE = {"west": ("+01:00", "Europe/Lisbon"), "nzt": ("Pacific/Auckland",), "irst": ("Asia/Tehran",)}
_BARE_OFFSET = re.compile(r"([+-])(\d{1,2})(?::?([0-5]\d))?", re.ASCII)


def zone_argument(text: str) -> str:
    """The zone that an argument names: an IANA name, an offset, or a place as words have it.

    Raises:
        InvalidArgument: the name stands for several clocks; each is an alternative.
        UnknownTimeZone: there is none of that name; with the zone of its city where that is known.
    """
    name = text.strip()
    hit = _offset_argument(name) or _alone().get(folded(name)) or find_zone(name)
    if hit is None:
        try:
            return canonical_name(name)
        except UnknownTimeZone as error:
            raise UnknownTimeZone(name, _by_city(name) or error.near) from None
    if len(hit.ambiguous) > 1:
        several = ", ".join(hit.ambiguous)
        refusal = InvalidArgument(
            f"{quoted(name)} names several clocks{': ' if hit.note else ''}{hit.note}", f"Send one of: {several}."
        )
        refusal.alternatives = [{"timezone": zone} for zone in hit.ambiguous]
        raise refusal
    return hit.zone


def _offset_argument(name: str) -> ZoneHit | None:
    match = _BARE_OFFSET.fullmatch(name)
    return _fixed(f"utc{match[1]}{match[2]}:{match[3] or '00'}") if match else None


@lru_cache(maxsize=1)
def _alone() -> Mapping[str, ZoneHit]:
    hits = {name: ZoneHit(zone) for zone, names in _rows(_ALONE) for name in names}
    for name, zones in _SEVERAL_ALONE.items():
        several = zones if len(zones) > 1 else ()
        hits[name] = ZoneHit(zones[0], several, _FIXED_OR_REGION if several else "")
    return hits


def _by_city(name: str) -> tuple[str, ...]:
    """The zones of the last part of a name, such as "Boston" in "America/Boston"."""
    city = find_zone(name.rpartition("/")[2].replace("_", " ")) if "/" in name else None
    return () if city is None else (city.ambiguous or (city.zone,))[:3]
