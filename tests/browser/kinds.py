"""One page of every kind that the service shows to people, on the founding collection."""

DOCUMENT = "/page/document/frus1958-60v12/d145"
REPORT = "/page/document/wilson-122512"
PERSON = "/page/person/qasim-abd-al-karim"
EVENT = "/page/event/republic-proclaimed"

KINDS = {
    "front": "/",
    "search": "/search?q=Qassim",
    "search without words": "/search",
    "search without results": "/search?q=zzzzzzzz",
    "document": DOCUMENT,
    "long document": REPORT,
    "person": PERSON,
    "one list of a person": f"{PERSON}?list=events",
    "event": EVENT,
    "alleged event": "/page/event/alleged-journey-from-pishti",
    "organisation": "/page/organisation/iraqi-army-19th-brigade",
    "place": "/page/place/baghdad",
    "statement": "/page/statement/b9af05a09fb72e21",
    "volume": "/page/volume/frus1958-60v12",
    "collection": "/page/collection/mol/m-ks/288-f",
    "concept": "/page/concept/activity-alert",
    "period": "/page/period/1955",
    "timeline": "/timeline",
    "day": "/timeline?day=1958-07-14",
    "map": "/map",
    "network": "/network",
    "list of persons": "/browse/person",
    "list of documents": "/browse/document?by=date",
    "citing": "/cite?id=document/frus1958-60v12/d145",
    "query": "/sparql",
    "answer": "/sparql?format=html&query=SELECT%20%3Fp%20WHERE%20%7B%20%3Fp%20a%20crm%3AE21_Person%20%7D%20LIMIT%205",
    "questions": "/queries",
    "question": "/queries/q04-who-met-whom",
    "vocabulary": "/vocab",
    "shapes": "/shapes",
    "dataset": "/dataset",
    "dumps": "/dumps/",
    "fragments": "/fragments",
    "authorities": "/authority",
    "reconciliation": "/reconcile/about",
    "validation report": "/report",
    "editors": "/editors",
    "findings": "/editors/findings",
    "doubtful links": "/editors/links",
    "nothing there": "/page/person/nobody",
}
