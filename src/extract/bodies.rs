//! Names of bodies: from the short forms that offices print to the normal form of records.
