//! Dates and periods as offices write them, in their normal forms.
