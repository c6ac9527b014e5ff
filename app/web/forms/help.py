"""What stands beside each question: what it is for, in one sentence, and an example."""

HELP = {
    "CommonKeys.title": "Le nom par lequel on en parle. Exemple : Accueillir de nouveaux venus.",
    "Place.title": "Son nom d’usage, celui de l’enseigne. Exemple : Café PLUM.",
    "Method.title": "Un verbe, ou le nom qu’on lui donne. Exemple : Conseil des usagers.",
    "MiniCool.title": "Ce qu’on y apprend. Exemple : Choisir une licence.",
    "Organisation.title": (
        "Son nom complet, puis son sigle. Exemple : Réseau des tiers-lieux (RTL)."
    ),
    "CommonKeys.summary": (
        "280 signes au plus : c’est ce qu’on lit dans les listes. Exemple : Un café-librairie de "
        "village, tenu par ses habitants."
    ),
    "CommonKeys.questions": (
        "Avec les mots de qui a le problème : la recherche s’en sert. Exemple : Comment fermer "
        "sans se fâcher ?"
    ),
    "CommonKeys.lang": "La langue du texte. Exemple : Français.",
    "CommonKeys.licence": (
        "Ce que les autres peuvent faire de votre texte. Exemple : CC BY-SA, copier et adapter "
        "en vous citant."
    ),
    "CommonKeys.data_licence": (
        "À remplir si les chiffres et les listes ont une autre licence que le texte. Exemple : "
        "Licence Ouverte."
    ),
    "CommonKeys.themes": "De quoi parle la page. Exemple : la gouvernance. Un ou deux suffisent.",
    "CommonKeys.tags": "Une par ligne, en minuscules, sans accent. Exemple : repair-cafe.",
    "Territory.city": (
        "Trois lettres ou un code postal suffisent : le département, la région et les "
        "coordonnées se remplissent seuls. Exemple : Lautrec."
    ),
    "Territory.department": "Il se remplit avec la commune. Exemple : 81 Tarn.",
    "Territory.region": "Elle se remplit avec la commune. Exemple : Occitanie.",
    "Territory.zone": (
        "Un nom plus parlant que la commune, s’il y en a un. Exemple : Vallée de la Drôme."
    ),
    "Territory.insee": "Il se remplit avec la commune. Exemple : 81139.",
    "Territory.postcode": "Celui du lieu. Exemple : 81440.",
    "Territory.address": "Le numéro et la rue du lieu. Exemple : 12 rue des Tilleuls.",
    "Territory.address_more": "Bâtiment, étage, lieu-dit. Exemple : au fond de la cour.",
    "Territory.country": "Deux lettres, hors de France seulement. Exemple : BE pour la Belgique.",
    "CommonKeys.coordinates": (
        "Latitude puis longitude, pour un point exact sur la carte. Exemple : 43,7062 2,1383."
    ),
    "CommonKeys.verified_on": (
        "Le jour où vous avez vérifié que tout est encore vrai. Exemple : 21/11/2026."
    ),
    "CommonKeys.verified_by": "Qui l’a vérifié, avec son accord. Exemple : l’équipe du lieu.",
    "CommonKeys.authors": (
        "Pour un texte repris d’ailleurs : ceux qui l’ont écrit, un par ligne. Exemple : L. Martin."
    ),
    "CommonKeys.source": (
        "Ce sur quoi la page s’appuie. Exemple : une étude, un entretien, un rapport."
    ),
    "Source.title": (
        "Son titre, ou la façon dont vous l’avez su. Exemple : Étude CAE et tiers-lieux, 2018."
    ),
    "Source.url": "Où la lire. Exemple : https://exemple.fr/etude.",
    "Source.licence": "Si vous la connaissez. Exemple : CC-BY-SA-4.0.",
    "Source.retrieved_on": "Le jour où vous l’avez lue. Exemple : 03/03/2026.",
    "Place.setting": "Plusieurs réponses sont possibles. Exemple : rural, en montagne.",
    "Place.opened": "L’année seule suffit. Exemple : 2010.",
    "Place.dates": "Ce qui a marqué l’histoire du lieu. Exemple : passage en Scic, 2014.",
    "PlaceDate.event": "En quelques mots. Exemple : Achat des locaux.",
    "PlaceDate.date": "L’année, le mois ou le jour. Exemple : 2014, 05/2014 ou 12/05/2014.",
    "Place.activities": (
        "Cochez ce qui existe aujourd’hui, pas ce qui est prévu. Exemple : restauration et "
        "programmation culturelle."
    ),
    "Place.spaces": (
        "Les espaces ouverts aujourd’hui. Exemple : un coworking et un atelier partagé."
    ),
    "Place.activity_type": "Les grands domaines du lieu. Exemple : social.",
    "Place.dominant": "Seulement si l’un des deux l’emporte nettement. Exemple : fablab.",
    "Place.legal_status": "Celle d’aujourd’hui. Exemple : association devenue Scic.",
    "Place.legal_status_printed": (
        "Si la liste ne dit pas tout. Exemple : association collégiale, en cours de passage en "
        "Scic."
    ),
    "Place.legal_carrier": (
        "La structure qui signe, si ce n’est pas le lieu. Exemple : la communauté de communes."
    ),
    "Place.cg_scop_member": (
        "La Confédération générale des Scop et des Scic. Exemple : oui, pour une Scop à jour de "
        "cotisation."
    ),
    "Place.turnover_eur": "Le dernier connu, en euros. Exemple : 357 000.",
    "Place.figures": (
        "Un chiffre sans date ni source vieillit mal. Exemple : Adhérents, 240, 2025, rapport "
        "d’activité."
    ),
    "Figure.name": "Ce qu’on compte. Exemple : Emplois.",
    "Figure.value": "Un nombre. Exemple : 357 000 ou 12,5.",
    "Figure.unit": "En quoi on compte. Exemple : €.",
    "Figure.date": "L’année suffit. Exemple : 2025.",
    "Figure.source": "D’où vient ce chiffre. Exemple : rapport d’activité.",
    "Place.premises_duration": (
        "Combien de temps on peut compter dessus. Exemple : transitoires, pour un bail de deux ans."
    ),
    "Place.premises_origin": (
        "Ce qu’étaient les murs avant. Exemple : réutilisés, pour une ancienne école."
    ),
    "Place.tenure": "À quel titre vous êtes là. Exemple : mise à disposition par la commune.",
    "Place.area_m2": "Toute la surface, en m². Exemple : 450.",
    "Place.usable_area_m2": "Celle qui sert au public, en m². Exemple : 320.",
    "Place.infrastructure": "Un par ligne : ce qui fait tenir le lieu. Exemple : fibre optique.",
    "Place.services": "Un par ligne : ce qu’on y trouve. Exemple : impression.",
    "MonthlyCost.infrastructure_eur": (
        "Loyer, énergie, assurance, par mois, en euros. Exemple : 1 200."
    ),
    "MonthlyCost.services_eur": "Ce que coûtent les services, par mois, en euros. Exemple : 300.",
    "MonthlyCost.date": "De quand date ce compte. Exemple : 2025.",
    "Place.economic_model": "Comment le lieu tient. Exemple : le restaurant porte la librairie.",
    "EconomicModel.name": "Un nom pour s’y retrouver. Exemple : Le restaurant.",
    "EconomicModel.creation": (
        "Ce que le lieu apporte, et à qui. Exemple : un repas du jour aux gens du canton."
    ),
    "EconomicModel.distribution": (
        "Par où cela passe. Exemple : une salle de 40 couverts, ouverte chaque midi."
    ),
    "EconomicModel.capture": (
        "Ce qui rentre en retour. Exemple : 12 € par repas, les trois quarts des recettes."
    ),
    "EconomicModel.revenues": "Une recette par ligne. Exemple : adhésions.",
    "Governance.model": (
        "Comment une décision se prend. Exemple : par consentement, en réunion du lundi."
    ),
    "Governance.bodies": "Qui se réunit pour décider. Exemple : le conseil d’administration.",
    "Body.name": "Son nom. Exemple : Comité d’usagers.",
    "Body.members": "Des fonctions plutôt que des noms. Exemple : six habitants et deux salariés.",
    "Body.decides": "Ce qui lui revient. Exemple : le budget et les embauches.",
    "Governance.levels": (
        "Plusieurs réponses sont possibles. Exemple : informelle et opérationnelle."
    ),
    "Place.roles": "Ce que les gens font, plus que qui ils sont. Exemple : conciergerie.",
    "PlaceRole.person": "Un nom seulement avec son accord. Exemple : L. M.",
    "PlaceRole.role": "Sa fonction. Exemple : Conciergerie.",
    "PlaceRole.text": (
        "Ce que cela veut dire au quotidien. Exemple : accueille, oriente, ouvre et ferme."
    ),
    "PlaceRole.from": "L’année suffit. Exemple : 2019.",
    "PlaceRole.to": "Laissez vide si c’est encore le cas. Exemple : 2024.",
    "Place.life_cycle": "Où en est le lieu aujourd’hui. Exemple : fonctionnement.",
    "Method.life_cycle": "À quel moment d’un lieu elle sert. Exemple : émergence.",
    "Place.sustainability": "Combien de temps le lieu veut durer. Exemple : éphémère, pour un été.",
    "Place.key_factors": "Ce qui fait que le lieu marche. Exemple : l’écosystème.",
    "Place.transitions": "Ce que le lieu aide à changer. Exemple : professionnelle.",
    "Place.hybridisation": "Ce qui s’y mélange. Exemple : des publics.",
    "Place.values": "Une par ligne. Exemple : Entraide.",
    "SocialContract.individual": (
        "Ce que chacun y trouve, ce qu’il y donne. Exemple : un bureau contre une heure d’accueil."
    ),
    "SocialContract.collective": (
        "Ce qu’on fait ensemble. Exemple : le ménage, les repas, les choix."
    ),
    "SocialContract.general_interest": (
        "Ce que le territoire y gagne. Exemple : un café ouvert l’hiver."
    ),
    "Place.works": (
        "Une chose par ligne, dite simplement. Exemple : Le repas du jeudi, à prix libre."
    ),
    "Place.does_not_work": (
        "Une chose par ligne : les ratés servent aux autres. Exemple : Ouvrir le samedi soir."
    ),
    "Place.networks": "Cherchez-les par leur nom, un par ligne. Exemple : Réseau des tiers-lieux.",
    "Place.cae": (
        "Celles qui hébergent vos entrepreneurs, une par ligne. Exemple : le nom de la coopérative."
    ),
    "Place.partners": "Une organisation ou un lieu par ligne. Exemple : le nom de la commune.",
    "Place.methods": "Celles que vous employez, une par ligne. Exemple : Conseil des usagers.",
    "Place.opening_hours": (
        "De telle heure à telle heure, deux fois s’il y a une pause. Exemple : de 9 h à 12 h, "
        "puis de 14 h à 18 h 30."
    ),
    "Access.wheelchair": (
        "Ce qui est possible, ce qui ne l’est pas. Exemple : rez-de-chaussée oui, étage non."
    ),
    "Access.transport": (
        "Comment venir sans voiture. Exemple : gare de Crest, puis dix minutes à pied."
    ),
    "Access.parking": (
        "Où laisser une voiture ou un vélo. Exemple : place de la mairie, arceaux devant la porte."
    ),
    "Contact.website": "L’adresse du site. Exemple : https://exemple.fr.",
    "Contact.form": (
        "Oui : on peut vous écrire d’ici, sans que votre adresse paraisse. Exemple : oui."
    ),
    "Place.osm_id": (
        "Ce qui finit l’adresse de sa page sur openstreetmap.org. Exemple : node/123456."
    ),
    "Place.siret": "Ses 14 chiffres, sans blanc. Exemple : 12345678900012.",
    "Method.form": "De quelle sorte de fiche il s’agit. Exemple : format d’animation.",
    "Method.maturity": "À quels lieux elle convient. Exemple : un lieu en émergence.",
    "Method.audience": "Un public par ligne. Exemple : Nouveaux arrivants.",
    "MiniCool.audience": "Un public par ligne. Exemple : Concierges débutants.",
    "Purpose.individual": "Ce que chacun y gagne. Exemple : oser prendre la parole.",
    "Purpose.structures": "Ce qu’une structure y gagne. Exemple : des décisions tenues.",
    "Purpose.territory": "Ce que le territoire y gagne. Exemple : des voisins qui se parlent.",
    "Origin.place": "Le lieu qui l’a inventée. Exemple : place/cafe-plum, ou son nom.",
    "Origin.territory": "Où c’était. Exemple : Tarn.",
    "Origin.date": "L’année suffit. Exemple : 2016.",
    "Method.duration_min": "En minutes, du début à la fin. Exemple : 90.",
    "MiniCool.duration_min": "En minutes, en tout. Exemple : 45.",
    "Method.people_min": "Le plus petit groupe qui marche. Exemple : 5.",
    "Method.people_max": "Le plus grand groupe qui marche. Exemple : 15.",
    "Method.cost_eur": "En euros ; 0 si c’est gratuit. Exemple : 20.",
    "Method.difficulty": "De 1 à 5. Exemple : 1, on s’y met en arrivant ; 5, il faut s’y former.",
    "Method.materials": "Ce qu’il faut avoir sous la main. Exemple : feutres, 6.",
    "Material.name": "Une chose. Exemple : Feutres.",
    "Material.quantity": "Un nombre ou des mots. Exemple : 6, ou une boîte.",
    "Method.steps": "Une étape, une action. Exemple : Faire un tour de table.",
    "Step.title": "Un verbe et ce qu’on fait. Exemple : Faire un tour de table.",
    "Step.text": "Ce qu’il faut savoir pour le faire. Exemple : deux minutes chacun, sans réponse.",
    "Step.media": (
        "Une photo ou un dessin de l’étape, avec ce qu’on y voit. Exemple : la table, vue d’en "
        "haut."
    ),
    "Step.duration_min": "En minutes. Exemple : 20.",
    "Method.difficulties": "Ce qui coince, et ce qui aide. Exemple : personne ne parle.",
    "Difficulty.problem": "Ce qui coince. Exemple : les mêmes parlent toujours.",
    "Difficulty.answer": "Ce que vous avez essayé. Exemple : un bâton de parole.",
    "Lessons.works": "Une chose par ligne. Exemple : Commencer par un repas.",
    "Lessons.does_not": "Une chose par ligne. Exemple : Un ordre du jour trop long.",
    "Lessons.could": "Une idée par ligne, encore à essayer. Exemple : Le faire dehors.",
    "Lessons.will_not": (
        "Une chose par ligne, pour qu’on ne s’y perde pas. Exemple : Décider à cinquante."
    ),
    "Method.resources": "Ce qu’on peut lire, voir ou imprimer. Exemple : une affiche à imprimer.",
    "Resource.title": "Son nom. Exemple : Affiche du conseil.",
    "Resource.url": "Si elle est sur le web. Exemple : https://exemple.fr/affiche.",
    "Resource.media": "Un fichier gardé ici : une image, un PDF. Exemple : l’affiche en PDF.",
    "Method.trials": (
        "« On l’a essayée ici » : dites aussi ce qui n’a pas marché. Exemple : Café PLUM, 2024."
    ),
    "Trial.place": "Cherchez le lieu par son nom. Exemple : Café PLUM.",
    "Trial.date": "L’année, le mois ou le jour. Exemple : 03/2024.",
    "Trial.result": "Ce qui s’est passé. Exemple : douze personnes, deux décisions prises.",
    "Trial.adapted": "Ce que vous avez changé. Exemple : une heure au lieu de deux.",
    "Method.variants": "Une méthode proche par ligne. Exemple : Méthode des scénarios.",
    "Method.stub": (
        "Cochez si seul le nom est connu, pour que quelqu’un la complète. Exemple : une méthode "
        "citée dans une étude."
    ),
    "MiniCool.objective": "Une phrase. Exemple : À la fin, je sais choisir une licence.",
    "MiniCool.skills": "Une par ligne : ce qu’on saura faire. Exemple : Citer un auteur.",
    "MiniCool.prerequisites": (
        "Les mini-COOLs à faire avant, un par ligne. Exemple : Choisir une licence."
    ),
    "MiniCool.sequence": (
        "Ce qu’on fait, dans l’ordre ; de l’essai et de l’échange, pas seulement de la lecture. "
        "Exemple : Visiter un lieu."
    ),
    "LearningStep.title": "Un verbe. Exemple : Lire une licence.",
    "LearningStep.medium": "Ce sur quoi on s’appuie. Exemple : texte.",
    "LearningStep.text": "Ce que la personne fait. Exemple : lisez la page, notez trois droits.",
    "LearningStep.url": "Si c’est ailleurs sur le web. Exemple : https://exemple.fr/video.",
    "LearningStep.duration_min": "En minutes. Exemple : 10.",
    "MiniCool.evaluation": (
        "Comment la personne sait qu’elle y est arrivée. Exemple : montrer sa page à un pair."
    ),
    "Evaluation.type": "Par qui, et comment. Exemple : auto-évaluation.",
    "Evaluation.text": "Ce qu’on demande. Exemple : expliquez votre choix à quelqu’un du lieu.",
    "Evaluation.quiz": (
        "Un nom par ligne : celui qui suit « :::quiz id= » dans le texte. Exemple : licence-1."
    ),
    "MiniCool.recognition": (
        "Ce qu’on peut dire de qui l’a fait, jamais un certificat. Exemple : a publié une page "
        "sous licence libre."
    ),
    "MiniCool.places": "Où aller voir, un lieu par ligne. Exemple : Café PLUM.",
    "MiniCool.methods": (
        "Les méthodes qu’on y pratique, une par ligne. Exemple : Conseil des usagers."
    ),
    "Organisation.type": "Ce qui la décrit le mieux. Exemple : réseau.",
    "Organisation.scope": "Un territoire ou un domaine. Exemple : Drôme et Ardèche.",
    "Organisation.website": "Son adresse. Exemple : https://exemple.fr.",
    "Organisation.parent": (
        "L’organisation plus grande, s’il y en a une. Exemple : un réseau national."
    ),
    "Organisation.members": "Un lieu ou une organisation par ligne. Exemple : Café PLUM.",
    "Portal.queries": "Chaque liste se tient à jour toute seule. Exemple : les lieux d’Occitanie.",
    "LiveList.title": "Ce qu’on lit au-dessus. Exemple : Lieux d’Occitanie.",
    "LiveList.select": (
        "Des mots de l’adresse d’un annuaire. Exemple : kind=place region=occitanie."
    ),
    "LiveList.view": "Comment on la voit. Exemple : carte.",
}
