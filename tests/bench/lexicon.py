"""French words in the order of how common they are, so that a text can be drawn from them."""

from functools import cache
from itertools import product

MOST_WORDS = 20_000


def _words(text: str) -> list[str]:
    return text.split()


# The head of any French text.
GRAMMAR = _words("""
de la le et les des à en un une du que pour dans est qui par sur au plus avec on il se ne pas ce
nous sont ont aux cette mais comme leur ou ces tout sans fait peut bien aussi entre deux après même
sous chaque quand où très chez puis vers depuis pendant avant encore ainsi donc lorsque
""")

# What people of the field write about, plural and accents included.
FIELD = _words("""
lieu lieux personnes projet tiers-lieu atelier ateliers association quartier habitants équipe
espace espaces réseau méthode territoire commune accueil café coopérative partage partagé usages
temps travail local locaux ressources jardin fabrique fablab communauté collectif gouvernance
modèle économique conciergerie animation porteur bénévoles salariés formation apprentissage réunion
décision budget loyer financement subvention recettes adhésion matériel outils machines bois
couture réparation recyclerie réemploi cuisine cantine maraîchage semences numérique médiation
logiciel libre licence documentation code-source rural urbain bourg friche bâtiment travaux
chantier participatif élus collectivité département région mairie métropole convention bail
propriétaire statuts scic scop sociétaires assemblée conseil facilitateur scénario rencontre
entraide convivialité confiance essaimage transmission compagnonnage résidence artistes spectacle
exposition bibliothèque ludothèque crèche enfants jeunes aînés handicap insertion emploi
entrepreneurs indépendants télétravail coworking bureau salle imprimante internet énergie solaire
mobilité vélo épicerie producteurs circuit-court monnaie tarif prix-libre gratuité caisse
comptabilité trésorerie assurance sécurité calendrier agenda inscription tutoriel fiche gabarit
prototype découpe laser électronique capteur couturière menuiserie céramique photographie radio
podcast cartographie données enquête entretien évaluation bilan indicateur impact commun communs
contribution contributeur wiki page article récit témoignage expérience erreur réussite difficulté
solution conseil étape durée coût niveau public débutant confirmé
""")

STEMS = _words("""
accompagn adapt anim architect associ attir bric calcul cartograph collect command communic compos
concert conduit confect constru consult contribu conver coordin cré cultiv débroussaill décid décor
défini démarr désign détect dialogu diagnosti discut distribu document donn éclair écout édit éduc
élabor émerg encadr engag enquêt enracin enseign entreten envisag équilibr esquiss établi évalu
expérim explor fabri facilit féd filtr financ forg form fourn gér greff guid habit hébérg illustr
imagin impliqu inform initi innov inspir install instaur intervi invent invit jardin justifi labour
lanc libér livr loc maint manœuvr mélang mesur mobilis modul mutualis négoci nouri numéris observ
offr organis orient particip partag pass perfectionn permut pilot plant port pratiqu prépar préserv
présent prêt produ programm propos prototyp publi raccord racont rassembl réalis récolt recycl
rédig réfléchi réhabilit rénov répar répart représent réserv résid restaur réuni révis sauvegard
scén sélectionn sensibilis signal simplifi soign soud soutien stabilis stimul stock structur suggér
tiss tourn traduis transform transmet transport tri troqu unifi utilis valid valoris vérifi voyag
""")

ENDINGS = _words("""
er é ée és ées ant ation ations eur eurs euse euses ement ements age ages able ables ité ités isme
istes oir oire ette ettes ier iers ière ières ible atif ative atifs atives
""")
BEGINNINGS = ["", "re", "co", "pré", "auto", "inter", "multi", "éco"]


@cache
def words() -> tuple[str, ...]:
    """Twenty thousand words, the most common first, each once."""
    tail = (b + stem + end for b, end, stem in product(BEGINNINGS, ENDINGS, STEMS))
    spread = sorted(tail, key=lambda word: (len(word) // 3, hash_of(word)))
    return tuple(dict.fromkeys([*GRAMMAR, *FIELD, *spread]))[:MOST_WORDS]


def hash_of(word: str) -> int:
    """The same on every machine and in every run, unlike `hash`."""
    value = 0
    for char in word:
        value = (value * 131 + ord(char)) % 1_000_003
    return value
