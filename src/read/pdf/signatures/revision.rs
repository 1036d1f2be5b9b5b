//! Whether two revisions of a file show the same pages.
//!
//! In: the bytes of a file up to the end of a signature, and all of it. Out: a yes or no. What later signers and
//! offices lay over the pages, annotations and form fields, does not count: that is what signing does to a file.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::Arc;

use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::object::{Array, Dict, MaybeRef, Object};

/// Objects of a page beyond which it is not looked at further.
const MOST_OBJECTS: usize = 50_000;

/// Objects nest no deeper than this in files that are not made to harm.
const DEEPEST: usize = 40;

/// Entries of a page and its parts that say nothing of what it shows, or lead back up.
const PASSED_OVER: &[&str] = &["Annots", "Parent", "P", "Tabs", "StructParents", "Metadata", "PieceInfo", "LastModified"];

/// What the pages of a file show, as one number for each; `None` where it does not open.
pub(super) fn pages(bytes: &[u8]) -> Option<Vec<u64>> {
    let pdf = Pdf::new(Arc::new(bytes.to_vec())).ok()?;
    let page = |dict: &Dict<'_>| {
        let mut print = Print { hasher: DefaultHasher::new(), left: MOST_OBJECTS };
        print.dict(dict, 0);
        print.hasher.finish()
    };
    Some(pdf.pages().iter().map(|own| page(own.raw())).collect())
}

/// Puts objects and all that they refer to into one number.
struct Print {
    hasher: DefaultHasher,
    left: usize,
}

impl Print {
    fn dict(&mut self, dict: &Dict<'_>, depth: usize) {
        for (name, value) in dict.entries() {
            let name = name.as_str();
            if !PASSED_OVER.contains(&name) {
                name.hash(&mut self.hasher);
                match value {
                    MaybeRef::Ref(_) => self.object(dict.get::<Object<'_>>(name), depth + 1),
                    MaybeRef::NotRef(own) => self.object(Some(own), depth + 1),
                }
            }
        }
    }

    fn array(&mut self, array: &Array<'_>, depth: usize) {
        for object in array.iter::<Object<'_>>() {
            self.object(Some(object), depth + 1);
        }
    }

    fn object(&mut self, object: Option<Object<'_>>, depth: usize) {
        if self.left == 0 || depth > DEEPEST {
            return;
        }
        self.left -= 1;
        match object {
            None | Some(Object::Null(_)) => 0_u8.hash(&mut self.hasher),
            Some(Object::Boolean(own)) => own.hash(&mut self.hasher),
            Some(Object::Number(own)) => own.as_f64().to_bits().hash(&mut self.hasher),
            Some(Object::String(own)) => own.as_bytes().hash(&mut self.hasher),
            Some(Object::Name(own)) => own.as_str().hash(&mut self.hasher),
            Some(Object::Dict(own)) => self.dict(&own, depth),
            Some(Object::Array(own)) => self.array(&own, depth),
            Some(Object::Stream(own)) => {
                self.dict(own.dict(), depth);
                own.raw_data().hash(&mut self.hasher);
            }
        }
    }
}
