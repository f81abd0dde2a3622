"""What is known of the world's places: states and their names through a century, renamed cities, sites, and GeoNames."""

from lod_publisher.linking.gazetteer.cities import City, cities_called
from lod_publisher.linking.gazetteer.renamed import RENAMED, Renaming, former_names
from lod_publisher.linking.gazetteer.sites import SITES, Site
from lod_publisher.linking.gazetteer.spelling import plain
from lod_publisher.linking.gazetteer.states import State, names_of, state_of, state_of_adjective, states_in
from lod_publisher.linking.gazetteer.subdivisions import Subdivision, subdivision_of

__all__ = [
    "RENAMED",
    "SITES",
    "City",
    "Renaming",
    "Site",
    "State",
    "Subdivision",
    "cities_called",
    "former_names",
    "names_of",
    "plain",
    "state_of",
    "state_of_adjective",
    "states_in",
    "subdivision_of",
]
