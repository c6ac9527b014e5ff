"""A place: a choice among elements, none compulsory, to understand it and never to rank it."""

from typing import Annotated

from pydantic import Field

from app.domain.kinds import terms
from app.domain.kinds.common import CommonKeys
from app.domain.kinds.types import (
    Amount,
    Line,
    Lines,
    LongText,
    References,
    Url,
    Value,
    YearOrDate,
    one_of,
)


class PlaceDate(Value):
    event: Annotated[Line, Field(title="Événement")]
    date: Annotated[YearOrDate, Field(title="Date")]


class Figure(Value):
    name: Annotated[Line, Field(title="Chiffre")]
    value: Annotated[float, Field(title="Valeur")]
    unit: Annotated[Line | None, Field(title="Unité")] = None
    date: Annotated[YearOrDate | None, Field(title="Date")] = None
    source: Annotated[Line | None, Field(title="Source")] = None


class Body(Value):
    name: Annotated[Line, Field(title="Instance")]
    members: Annotated[LongText | None, Field(title="Qui y siège")] = None
    decides: Annotated[LongText | None, Field(title="Ce qu’elle décide")] = None


class Governance(Value):
    model: Annotated[LongText | None, Field(title="Fonctionnement")] = None
    bodies: Annotated[list[Body] | None, Field(title="Instances")] = None
    levels: Annotated[list[one_of(terms.GOVERNANCE_LEVELS)] | None, Field(title="Niveaux")] = None


class PlaceRole(Value):
    person: Annotated[Line | None, Field(title="Qui")] = None
    role: Annotated[Line, Field(title="Rôle")]
    text: Annotated[LongText | None, Field(title="En mots")] = None
    since: Annotated[YearOrDate | None, Field(title="Depuis", alias="from")] = None
    to: Annotated[YearOrDate | None, Field(title="Jusqu’à")] = None


class EconomicModel(Value):
    name: Annotated[Line | None, Field(title="Modèle")] = None
    creation: Annotated[LongText | None, Field(title="Créer : quelle valeur")] = None
    distribution: Annotated[LongText | None, Field(title="Distribuer : par quels services")] = None
    capture: Annotated[LongText | None, Field(title="Capter : par quels revenus")] = None
    revenues: Annotated[list[Line] | None, Field(title="Revenus")] = None


class MonthlyCost(Value):
    infrastructure_eur: Annotated[Amount | None, Field(title="Infrastructure (€)")] = None
    services_eur: Annotated[Amount | None, Field(title="Services (€)")] = None
    date: Annotated[YearOrDate | None, Field(title="Date")] = None


class SocialContract(Value):
    individual: Annotated[LongText | None, Field(title="Pour l’individu")] = None
    collective: Annotated[LongText | None, Field(title="Pour le collectif")] = None
    general_interest: Annotated[LongText | None, Field(title="Pour le territoire")] = None


class Access(Value):
    wheelchair: Annotated[Line | None, Field(title="En fauteuil")] = None
    transport: Annotated[LongText | None, Field(title="Transports")] = None
    parking: Annotated[LongText | None, Field(title="Stationnement")] = None


class Contact(Value):
    website: Annotated[Url | None, Field(title="Site web")] = None
    form: Annotated[one_of(terms.YES_NO) | None, Field(title="Formulaire de contact")] = None


class Place(CommonKeys):
    setting: Annotated[list[one_of(terms.SETTINGS)] | None, Field(title="Milieu")] = None
    opened: Annotated[
        YearOrDate | None, Field(title="Ouvert depuis", description="L’année seule suffit : 2010.")
    ] = None
    dates: Annotated[list[PlaceDate] | None, Field(title="Autres dates")] = None
    activities: Annotated[
        list[one_of(terms.ACTIVITIES)] | None,
        Field(title="Ce qu’on y fait", description="Cochez ce qui existe aujourd’hui."),
    ] = None
    spaces: Annotated[list[one_of(terms.SPACES)] | None, Field(title="Espaces")] = None
    activity_type: Annotated[
        list[one_of(terms.ACTIVITY_TYPES)] | None, Field(title="Type d’activités")
    ] = None
    dominant: Annotated[one_of(terms.DOMINANTS) | None, Field(title="Dominante")] = None
    legal_status: Annotated[one_of(terms.LEGAL_FORMS) | None, Field(title="Forme juridique")] = None
    legal_status_printed: Annotated[Line | None, Field(title="Forme, telle qu’écrite")] = None
    legal_carrier: Annotated[Line | None, Field(title="Porté juridiquement par")] = None
    cg_scop_member: Annotated[
        one_of(terms.YES_NO) | None, Field(title="Adhérent de la Confédération des Scop")
    ] = None
    turnover_eur: Annotated[
        Amount | None, Field(title="Chiffre d’affaires (€)", description="Le dernier connu.")
    ] = None
    figures: Annotated[list[Figure] | None, Field(title="Chiffres datés")] = None
    premises_duration: Annotated[
        one_of(terms.PREMISES_DURATIONS) | None, Field(title="Durée des locaux")
    ] = None
    premises_origin: Annotated[
        one_of(terms.PREMISES_ORIGINS) | None, Field(title="Origine des locaux")
    ] = None
    tenure: Annotated[one_of(terms.TENURES) | None, Field(title="Occupation")] = None
    area_m2: Annotated[Amount | None, Field(title="Surface (m²)")] = None
    usable_area_m2: Annotated[Amount | None, Field(title="Surface utile (m²)")] = None
    monthly_cost: Annotated[MonthlyCost | None, Field(title="Coût mensuel incompressible")] = None
    infrastructure: Annotated[list[Line] | None, Field(title="Infrastructure")] = None
    services: Annotated[list[Line] | None, Field(title="Services")] = None
    economic_model: Annotated[list[EconomicModel] | None, Field(title="Modèle économique")] = None
    governance: Annotated[Governance | None, Field(title="Qui décide")] = None
    roles: Annotated[list[PlaceRole] | None, Field(title="Rôles")] = None
    life_cycle: Annotated[
        list[one_of(terms.LIFE_CYCLE)] | None, Field(title="Moment du cycle de vie")
    ] = None
    sustainability: Annotated[one_of(terms.SUSTAINABILITY) | None, Field(title="Pérennité")] = None
    key_factors: Annotated[
        list[one_of(terms.KEY_FACTORS)] | None, Field(title="Facteurs-clefs")
    ] = None
    transitions: Annotated[list[one_of(terms.TRANSITIONS)] | None, Field(title="Transitions")] = (
        None
    )
    hybridisation: Annotated[
        list[one_of(terms.HYBRIDISATIONS)] | None, Field(title="Hybridation")
    ] = None
    values: Annotated[list[Line] | None, Field(title="Valeurs")] = None
    social_contract: Annotated[SocialContract | None, Field(title="Contrat social")] = None
    works: Annotated[Lines | None, Field(title="Ce qui marche")] = None
    does_not_work: Annotated[Lines | None, Field(title="Ce qui ne marche pas")] = None
    networks: Annotated[References | None, Field(title="Réseaux")] = None
    cae: Annotated[References | None, Field(title="CAE liées")] = None
    partners: Annotated[References | None, Field(title="Partenaires")] = None
    methods: Annotated[References | None, Field(title="Méthodes utilisées")] = None
    opening_hours: Annotated[
        str | None,
        Field(
            title="Horaires",
            max_length=500,
            description="Comme sur OpenStreetMap : Mo-Fr 09:00-18:00.",
        ),
    ] = None
    access: Annotated[Access | None, Field(title="Accès")] = None
    contact: Annotated[Contact | None, Field(title="Contact")] = None
    osm_id: Annotated[
        str | None, Field(title="Objet OpenStreetMap", pattern=r"^(node|way|relation)/[0-9]{1,15}$")
    ] = None
    siret: Annotated[str | None, Field(title="Siret", pattern=r"^[0-9]{14}$")] = None
