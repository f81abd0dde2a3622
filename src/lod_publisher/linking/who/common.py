"""Family names that many people bear, so that a small collection does not take one of them for a rare name."""

from lod_publisher.model.naming.titles import FAMILY_FIRST

_COMMON = """
adams ahmed alexander ali allen anderson bailey baker barnes bell bennett brooks brown bryant butler campbell carter clark
coleman collins cook cooper cox davis diaz edwards evans fernandez fisher flores foster garcia gomez gonzalez gray green griffin
hall hamilton harris harrison hayes henderson hernandez hill howard hughes hussein ivanov jackson james jenkins johnson jones
kelly khan king lee lewis lopez marshall martin martinez mason mcdonald miller mitchell mohammed moore morgan morris muller murphy
murray myers nelson owens parker patterson perez perry peterson petrov phillips popov powell price ramirez reed reynolds
richardson rivera roberts robinson rodriguez rogers ross russell sanchez sanders schmidt scott shaw simmons singh smith stevens
stewart stone sullivan taylor thomas thompson torres turner walker wallace ward warren washington watson webb west white williams
wilson wood woods wright young
"""
COMMON = frozenset(_COMMON.split()) | FAMILY_FIRST
AT_LEAST = 24  # other given names that a common family's name is taken to have, however few are seen
