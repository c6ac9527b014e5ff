"""What people call a territory beside its name: regions as they were, adjectives, initials."""

from collections.abc import Iterator, Mapping
from functools import cache

# Regions as they were until 2015: the name, who lives there, the departments.
_FORMER = """
Alsace; alsacien, alsacienne; 67 68
Aquitaine; aquitain, aquitaine; 24 33 40 47 64
Auvergne; auvergnat, auvergnate; 03 15 43 63
Basse-Normandie; normand, normande; 14 50 61
Bourgogne; bourguignon, bourguignonne; 21 58 71 89
Bretagne; breton, bretonne; 22 29 35 56
Centre; centre; 18 28 36 37 41 45
Champagne-Ardenne; champenois, champenoise, ardennais; 08 10 51 52
Corse; corse, corses; 2A 2B
Franche-Comté; franc-comtois, franc-comtoise, comtois; 25 39 70 90
Haute-Normandie; normand, normande; 27 76
Île-de-France; francilien, francilienne, idf, région parisienne; 75 77 78 91 92 93 94 95
Languedoc-Roussillon; languedocien, languedocienne; 11 30 34 48 66
Limousin; limousin, limousine; 19 23 87
Lorraine; lorrain, lorraine; 54 55 57 88
Midi-Pyrénées; midi-pyrénéen; 09 12 31 32 46 65 81 82
Nord-Pas-de-Calais; nordiste, ch’ti; 59 62
Pays de la Loire; ligérien, ligérienne; 44 49 53 72 85
Picardie; picard, picarde; 02 60 80
Poitou-Charentes; picto-charentais, picto-charentaise; 16 17 79 86
Provence-Alpes-Côte d’Azur; provençal, provençale, paca; 04 05 06 13 83 84
Rhône-Alpes; rhônalpin, rhônalpine; 01 07 26 38 42 69 73 74
"""
_REGIONS = """
auvergne-rhone-alpes; aura, rhônalpin, auvergnat
bourgogne-franche-comte; bfc, bourguignon, comtois
bretagne; breton, bretonne
centre-val-de-loire; centre, cvl
corse; corse
grand-est; est
hauts-de-france; hdf, nord
ile-de-france; idf, francilien, francilienne, région parisienne
normandie; normand, normande
nouvelle-aquitaine; aquitain, néo-aquitain
occitanie; occitan, occitane
pays-de-la-loire; pdl, ligérien, ligérienne
provence-alpes-cote-d-azur; paca, région sud, provençal, provençale, midi
guadeloupe; guadeloupéen, antilles, outre-mer
martinique; martiniquais, antilles, outre-mer
guyane; guyanais, outre-mer
la-reunion; réunionnais, outre-mer
mayotte; mahorais, outre-mer
"""
_DEPARTMENTS = """
01; bressan, bugiste
04; bas-alpin
05; haut-alpin
06; azuréen, côte d’azur
07; ardéchois, ardéchoise
08; ardennais
09; ariégeois, ariégeoise
11; audois
12; aveyronnais, aveyronnaise
15; cantalien, cantalienne
16; charentais, charentaise
17; charentais, charentaise
18; berrichon, berry
19; corrézien, corrézienne
21; côte-d’orien
22; costarmoricain, armoricain
23; creusois, creusoise
24; périgourdin, périgourdine, périgord
26; drômois, drômoise
29; finistérien, finistérienne
30; gardois, cévennes, cévenol
31; haut-garonnais
32; gersois, gersoise
33; girondin, girondine
34; héraultais, héraultaise
36; berrichon, berry
37; touraine, tourangeau
38; isérois, iséroise, dauphinois
39; jurassien, jurassienne
40; landais, landaise
42; forézien, forez
43; altiligérien
46; lotois, quercy
48; lozérien, lozérienne
49; anjou, angevin
53; mayennais
54; meurthe
56; morbihannais, morbihannaise
57; mosellan, mosellane
58; nivernais, morvan
59; nordiste, flandre, flamand
64; basque, pays basque, béarnais, béarn
65; bigourdan, bigorre
66; catalan, catalane, roussillon
67; bas-rhinois
68; haut-rhinois
69; rhodanien
71; morvan
72; sarthois
73; savoyard, savoyarde
74; haut-savoyard, savoyard
75; parisien, parisienne
76; seinomarin
77; seine-et-marnais
78; yvelinois
79; deux-sévrien
81; tarnais, tarnaise
83; varois, varoise
84; vauclusien, lubéron
85; vendéen, vendéenne
88; vosgien, vosgienne
91; essonnien
92; altoséquanais
93; séquanodionysien
94; val-de-marnais
95; valdoisien
974; réunionnais
"""
_TOWNS = """
Aix-en-Provence; aixois
Amiens; amiénois
Angers; angevin, angevine
Annecy; annécien
Avignon; avignonnais
Besançon; bisontin, bisontine
Bordeaux; bordelais, bordelaise
Brest; brestois, brestoise
Brive-la-Gaillarde; briviste, brive
Bruxelles; bruxellois, bruxelloise, brussels
Caen; caennais, caennaise
Clermont-Ferrand; clermontois, clermontoise
Dijon; dijonnais, dijonnaise
Genève; genevois, genevoise
Grenoble; grenoblois, grenobloise
La Rochelle; rochelais, rochelaise
Lausanne; lausannois
Le Havre; havrais
Le Mans; manceau, mancelle
Liège; liégeois
Lille; lillois, lilloise
Limoges; limougeaud
Lyon; lyonnais, lyonnaise
Marseille; marseillais, marseillaise, phocéen
Metz; messin, messine
Montpellier; montpelliérain, montpelliéraine
Montreuil; montreuillois
Mulhouse; mulhousien
Nancy; nancéien, nancéienne
Nantes; nantais, nantaise
Nice; niçois, niçoise
Nîmes; nîmois
Orléans; orléanais
Paris; parisien, parisienne
Pau; palois
Perpignan; perpignanais
Poitiers; poitevin
Quimper; quimpérois
Reims; rémois, rémoise
Rennes; rennais, rennaise
Roubaix; roubaisien
Rouen; rouennais, rouennaise
Saint-Denis; dionysien
Saint-Étienne; stéphanois, stéphanoise, sainté
Strasbourg; strasbourgeois, strasbourgeoise
Toulon; toulonnais
Toulouse; toulousain, toulousaine
Tours; tourangeau, tourangelle
Valence; valentinois
Villeurbanne; villeurbannais, agglomération lyonnaise
"""
_COUNTRIES = """
BE; Belgique, belge, Wallonie, wallon
BF; Burkina Faso, burkinabé, Afrique
CA; Canada, canadien, Québec, québécois
CH; Suisse, suisse, helvétique, romand
CM; Cameroun, camerounais, Afrique
DE; Allemagne, allemand
ES; Espagne, espagnol
GB; Royaume-Uni, Angleterre, britannique
IT; Italie, italien
LU; Luxembourg, luxembourgeois
MA; Maroc, marocain, Afrique
SN; Sénégal, sénégalais, Afrique
TN; Tunisie, tunisien, Afrique
US; États-Unis, américain
"""


def said_of(key: str, value: str) -> Iterator[str]:
    """Other words for a value of the front matter’s territory: `alsacien` for department 67."""
    found = _tables().get(key, {}).get(value, "")
    if found:
        yield found


@cache
def _tables() -> Mapping[str, Mapping[str, str]]:
    departments = dict(_rows(_DEPARTMENTS))
    for line in _FORMER.strip().splitlines():
        name, people, numbers = line.split("; ")
        for number in numbers.split():
            said = departments.get(number, "")
            departments[number] = ", ".join(filter(None, (name, people, said)))
    return {
        "department": departments,
        "region": dict(_rows(_REGIONS)),
        "city": dict(_rows(_TOWNS)),
        "country": dict(_rows(_COUNTRIES)),
    }


def _rows(table: str) -> Iterator[tuple[str, str]]:
    for line in table.strip().splitlines():
        code, _, said = line.partition("; ")
        yield code, said
