//! The typed part that tells who is given what to do: `tasks.toml`.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::Rule;
use super::phrases::Phrases;

/// `tasks.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TaskRules {
    /// Verbs by which a superior gives a duty.
    pub givers: Phrases,
    /// Of these, the ones that give only where somebody is named before them.
    pub named_givers: Phrases,
    /// Verbs by which a request goes upward or sideways.
    pub askers: Phrases,
    /// Nouns that begin the name of a body or post, whatever their capitals.
    pub heads: Phrases,
    /// Verbs of a lead-in by which somebody announces duties.
    pub announcers: Phrases,
    /// Words between who speaks and the verb.
    pub before_verb: Vec<String>,
    /// Members of lists behind a colon that are bodies of their own elsewhere.
    pub members: Phrases,
    /// Words that begin a name where a capital follows.
    pub before_name: Phrases,
    /// Levels of places, which act by themselves where they are named.
    pub places: Phrases,
    /// Two bodies that are one name.
    pub pairs: Phrases,
    /// Words that join names.
    pub joining_words: Phrases,
    /// Words that join a further name to a row.
    pub linking: Phrases,
    /// Words after a noun that make it a member of a group.
    pub after_group: Phrases,
    /// Words that make a name one of several bodies.
    pub plural: Phrases,
    /// Words that say whose.
    pub whose: Phrases,
    /// Header of the steps of a procedure.
    pub procedure_columns: Rule,
    /// A step of a procedure in a cell.
    pub procedure_step: Rule,
    /// How long a step of a procedure may take.
    pub procedure_time: Rule,
    /// Heading of a part in which named bodies are judged or described.
    pub silent_section: Rule,
    /// Heading of the article of a rule that says who is to carry it out.
    pub executing_section: Rule,
    /// Kinds of documents that make rules.
    pub regulating: Vec<String>,
    /// The label of a duty within a paragraph.
    pub inline_label: Rule,
    /// Words that say that whoever is named before them has the duty.
    pub answerable: Phrases,
    /// Words after a name that only name some of those meant.
    pub among: Phrases,
    /// Titles of annexes that give duties.
    pub annexed: Vec<String>,
    /// Words that point back to a group named before.
    pub pointing_back: Phrases,
    /// Words that begin a span of places.
    pub span_begins: Phrases,
    /// Words between the ends of a span.
    pub span_goes_on: Phrases,
    /// Words between a giving verb and who is given the duty.
    pub before_receiver: Phrases,
    /// Courtesies right before a giving verb.
    pub polite: Phrases,
    /// Words that end a name where the duty may still follow.
    pub before_duty: Phrases,
    /// Words of a duty that was done.
    pub was: Phrases,
    /// Words right after those who help with which the duty goes on.
    pub after_helpers: Phrases,
    /// Kinds of documents that ask nobody for anything.
    pub rulemaking: Vec<String>,
    /// Who is to be told, some words after the verb.
    pub report_far: Rule,
    /// A lead-in that lays something before somebody.
    pub presents: Rule,
    /// A request whose object is only the document itself.
    pub request_closing: Rule,
    /// A sentence that only says by when the duty before it is to be done.
    pub completion: Rule,
    /// A duty to watch over the whole document.
    pub watching: Rule,
    /// Nouns that do so only with a capital or after a quantifier.
    pub capital_heads: Phrases,
    /// Phrases that begin like a name but are none.
    pub not_heads: Phrases,
    /// Nouns that begin a name of their own also after a group.
    pub apart: Phrases,
    /// General nouns of two words that are one name in a row.
    pub alike: Phrases,
    /// Words before a group of bodies.
    pub quantifiers: Phrases,
    /// Units that stand for their authorities after a quantifier.
    pub group_heads: Phrases,
    /// Words inside names that would otherwise end them.
    pub inside: Phrases,
    /// Adverbs before the verb of a duty.
    pub adverbs: Phrases,
    /// Verbs that a duty begins with.
    pub verbs: Phrases,
    /// Words that end a name without beginning a duty.
    pub stops: Phrases,
    /// Words after a name that say what was or is.
    pub past: Phrases,
    /// Heading of a part that only says what is good or bad.
    pub judging_section: Rule,
    /// What another paper already says.
    pub told_before: Rule,
    /// Behind a name in a heading, what says which of many are meant.
    pub which: Rule,
    /// Codes of documents that make rules and may ask all the same, where they decide a single matter.
    pub asking: Vec<String>,
    /// What was made, where it follows.
    pub made: Phrases,
    /// What was made follows.
    pub here_follows: Rule,
    /// Codes of documents that decide a single matter where their number bears no year: their articles name who must act.
    pub deciding: Vec<String>,
    /// Giving verbs that, under a heading with names, are what the named are to do.
    pub own_verbs: Phrases,
    /// Codes of documents whose own measures are no duties.
    pub reporting: Vec<String>,
    /// Who asks and is answered, rather than being given a duty.
    pub private: Vec<String>,
    /// Words in names that read like a level and are none.
    pub not_levels: Vec<String>,
    /// Words in names → level of government.
    pub levels: BTreeMap<String, u8>,
    /// A sentence that ends by announcing duties as a list.
    pub lead_in: Rule,
    /// A lead-in in which somebody gives directions.
    pub directing: Rule,
    /// What a lead-in says of its list, which is no duty itself.
    pub lead_in_only: Rule,
    /// A list of the parts of a result that was given before it.
    pub part_list: Rule,
    /// The end of a duty whose parts follow as a list.
    pub goes_on: Rule,
    /// Heading of a part that gives duties.
    pub duty_section: Rule,
    /// Heading of a part that asks others.
    pub request_section: Rule,
    /// A heading that names its bodies: Đối với X.
    pub about: Rule,
    /// Words between a name and its duty that only point to its remit.
    pub own_remit: Rule,
    /// Names so general that what follows may say which one is meant.
    pub general: Vec<String>,
    /// Words that point back and end a circumstance, before a giving verb.
    pub pointing: Rule,
    /// What begins the document's own words after a quotation.
    pub after_quotation: Rule,
    /// What says which body of a kind is meant.
    pub relative: Rule,
    /// A title that only names what is spoken of.
    pub topic: Rule,
    /// An item that begins with what share is to be reached.
    pub aim: Rule,
    /// Words that say that a duty follows.
    pub obliged: Rule,
    /// Words that say who leads, before the duty itself.
    pub leading: Rule,
    /// Words that say who helps, before their names.
    pub joining: Rule,
    /// What may stand before the name in a sentence that gives a duty.
    pub circumstance: Rule,
    /// Words before a name that add nothing.
    pub skip_word: Rule,
    /// Words before a giving verb that make it a noun, a past act or somebody else's.
    pub not_giving: Rule,
    /// A duty whose object is only the document itself.
    pub closing: Rule,
    /// Closing formulas, whoever they name.
    pub closing_sentence: Rule,
    /// A closing that only makes known.
    pub informs: Rule,
    /// A sentence that gives one deadline to the duties before it.
    pub scope: Rule,
    /// Who is to be told, after the verb.
    pub report_to: Rule,
    /// Header of the column of duties in a table.
    pub task_columns: Rule,
    /// Header of the column of those who lead.
    pub lead_columns: Rule,
    /// The same where nothing but a column of those who help says that they lead.
    pub bare_lead_columns: Rule,
    /// Header of the column of those who help.
    pub help_columns: Rule,
    /// Header of the column of deadlines.
    pub due_columns: Rule,
    /// Helpers named in the middle of a duty.
    pub joining_within: Rule,
    /// A scope line that binds several duties.
    pub scope_many: Rule,
}
