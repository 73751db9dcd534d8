"""One graph as those see it who compare two states: which nodes it has, and what is told of each."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from newsgraph.iris import activity_iri, graph_iri
from newsgraph.rdf.terms import is_iri, literal_parts
from newsgraph.vocab import DCTERMS, NG, RDF, SCHEMA, VOID

if TYPE_CHECKING:
    from newsgraph.rdf.graph import ArticleGraph

_RIGHTS: Final = (
    *(SCHEMA.license, SCHEMA.copyrightHolder, SCHEMA.copyrightNotice, SCHEMA.copyrightYear),
    *(SCHEMA.usageInfo, SCHEMA.conditionsOfAccess, SCHEMA.isAccessibleForFree),
    *(DCTERMS.license, DCTERMS.rights, DCTERMS.rightsHolder, DCTERMS.accessRights),
)
_BODY: Final = (SCHEMA.name, SCHEMA.alternateName, SCHEMA.sameAs)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of node that is compared: its name, the class that makes a node one, and what is told of it.

    `owner` is the term that says whose it is, `gist` those that tell most about it in one line.
    """

    name: str
    node_class: str
    terms: tuple[str, ...]
    owner: str = ""
    gist: tuple[str, ...] = ()


ARTICLE: Final = Kind(
    "Article",
    SCHEMA.NewsArticle,
    (
        *(SCHEMA.headline, SCHEMA.datePublished, SCHEMA.dateModified, SCHEMA.url, SCHEMA.publisher),
        *(SCHEMA.author, SCHEMA.sourceOrganization, SCHEMA.creditText, NG.editorInitials, SCHEMA.dateline),
        *(SCHEMA.inLanguage, SCHEMA.citation, NG.subheading, *_RIGHTS, NG.textDigest, SCHEMA.wordCount),
    ),
    SCHEMA.publisher,
    (SCHEMA.headline,),
)
PERSON: Final = Kind(
    "Person",
    SCHEMA.Person,
    (*_BODY, SCHEMA.jobTitle, SCHEMA.affiliation),
    SCHEMA.name,
    (SCHEMA.jobTitle, SCHEMA.affiliation, SCHEMA.sameAs),
)
_ORGANISATION: Final = Kind("Organization", SCHEMA.Organization, _BODY, SCHEMA.name, (SCHEMA.sameAs,))
_PLACE: Final = Kind("Place", SCHEMA.Place, _BODY, SCHEMA.name, (SCHEMA.sameAs,))
STATEMENT: Final = Kind(
    "Statement",
    NG.Statement,
    (
        *(RDF.type, NG.statementType, NG.medium, NG.speaker, NG.speakerMention, NG.cue, NG.frame),
        *(NG.addressee, NG.addresseeMention, NG.reportedBy, NG.nestedIn, NG.continues),
    ),
    NG.speaker,
    (SCHEMA.text,),
)
PROPOSAL: Final = Kind(
    "Proposal",
    NG.Proposal,
    (
        *(RDF.type, NG.illocution, NG.proposer, NG.supporter, NG.opponent),
        *(NG.addressee, NG.reportedBy, NG.expressedIn),
    ),
    NG.proposer,
    (SCHEMA.text,),
)
DATASET: Final = Kind(
    "Dataset", VOID.Dataset, (DCTERMS["title"], DCTERMS.publisher, *_RIGHTS), "", (DCTERMS["title"],)
)
KINDS: Final = (ARTICLE, PERSON, _ORGANISATION, _PLACE, STATEMENT, PROPOSAL, DATASET)
"""What is compared of articles, in the order in which it is told; a node is of the first kind that fits.

Terms that are not here make no difference: the place in the text, confidence, the rule or reason behind a
find, version, model and settings. So a paragraph moved, or a new version of the program that finds the same,
is no difference.
"""

_KINDS_TOLD: Final = frozenset({NG.Denial, NG.UnattributedProposal})
"""Of a node's classes only these say something; others follow from its kind, or are superclasses."""
_WORDED: Final = frozenset(
    {
        *(SCHEMA.text, SCHEMA.dateline, NG.subheading),
        *(NG.speakerMention, NG.cue, NG.frame, NG.addresseeMention),
    }
)
"""What `--text none` leaves out: between graphs of which one has it, that is a setting and no difference."""
_START: Final = re.compile(r"/span/([0-9]+)-[0-9]+$")
_WITHOUT_WORDS: Final = '"none"'


class View:
    """One graph by node and term; IRIs stand without brackets, literals as in N-Triples."""

    def __init__(self, graph: ArticleGraph | None) -> None:
        """Take a graph apart; None is a graph of nothing."""
        self.article = graph.article if graph else ""
        self.rows: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        self.nodes: dict[str, Kind] = {}
        classes: dict[str, set[str]] = defaultdict(set)
        for subject, predicate, obj in graph.triples if graph else ():
            if is_iri(subject):
                self.rows[subject[1:-1]][predicate[1:-1]].append(obj)
                if predicate[1:-1] == RDF.type:
                    classes[subject[1:-1]].add(obj[1:-1])
        self.anonymous = frozenset(
            f"<{node}>" for node, found in classes.items() if NG.AnonymousAgent in found
        )
        for node, found in classes.items():
            kind = next((kind for kind in KINDS if kind.node_class in found), None)
            if kind is not None:
                self.nodes[node] = kind
        activity = self.rows.get(activity_iri(self.article), {})
        self.is_wordless = _WITHOUT_WORDS in activity.get(NG.textMode, ())
        if self.article in self.nodes:
            self._tell_of_article()

    def _tell_of_article(self) -> None:
        """Tell of the article what stands at its text and its graph: the text's digest, the data's rights.

        The body itself is in a graph only if asked for.
        """
        for node, terms in ((f"{self.article}/text", (NG.textDigest,)), (graph_iri(self.article), _RIGHTS)):
            told = self.rows.get(node, {})
            for term in terms:
                self.rows[self.article][term] += told.get(term, [])

    def values(self, node: str, term: str) -> tuple[str, ...]:
        """Return the values of a term as N-Triples terms, in code point order."""
        found = self.rows.get(node, {}).get(term, ())
        if term == RDF.type:
            found = [value for value in found if value[1:-1] in _KINDS_TOLD]
        return tuple(sorted(found))

    def nameless(self, node: str, term: str) -> tuple[str, ...]:
        """Return the values of a term, with all agents without a name as one."""
        return tuple("" if value in self.anonymous else value for value in self.values(node, term))

    def compared(self, kind: Kind, other: View) -> tuple[str, ...]:
        """Return the terms in which nodes of a kind are compared with those of another graph."""
        terms = kind.terms
        if kind in (STATEMENT, PROPOSAL):
            terms = (SCHEMA.text, *terms)
        if self.is_wordless != other.is_wordless:
            terms = tuple(term for term in terms if term not in _WORDED)
        return terms

    def shown(self, node: str, term: str) -> str:
        """Return the values of a term as a person reads them: names for agents, local names for concepts."""
        return ", ".join(sorted(map(self.label, self.values(node, term))))

    def label(self, value: str) -> str:
        """Return a term as a person reads it."""
        if not is_iri(value):
            return literal_parts(value)[0] if value.startswith('"') else value
        iri = value[1:-1]
        told = self.rows.get(iri, {})
        for term in (SCHEMA.name, SCHEMA.text, SCHEMA.headline):
            if told.get(term):
                return literal_parts(min(told[term]))[0]
        return iri.removeprefix(NG) if iri.startswith(NG) else iri

    def who(self, node: str) -> str:
        """Return whose the node is: the speakers, the proposers, the publisher; of a person the name."""
        return self.shown(node, self.nodes[node].owner)

    def gist(self, node: str) -> str:
        """Return what the node says in one line."""
        return " · ".join(filter(None, (self.shown(node, term) for term in self.nodes[node].gist)))

    def text(self, node: str) -> str:
        """Return the wording of a statement or proposal, empty where the graph has none."""
        return self.shown(node, SCHEMA.text)

    def start(self, node: str) -> int:
        """Return where in the text a node begins, 0 where that is not told."""
        found = (_START.search(value[1:-1]) for value in self.values(node, NG.evidence))
        return min((int(match[1]) for match in found if match), default=0)


def local(iri: str) -> str:
    """Return the last part of an IRI.

    >>> local("https://w3id.org/newsgraph/ns#speaker"), local("https://schema.org/text")
    ('speaker', 'text')
    """
    return iri.rpartition("#")[2].rpartition("/")[2]
