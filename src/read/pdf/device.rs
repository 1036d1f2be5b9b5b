//! What a page draws: hayro's drawing calls → glyphs, ruling lines and the size of its images.
//!
//! It deliberately does not know what a word or a table is.

use hayro_interpret::font::{Glyph as DrawnGlyph, GlyphRun, PositionedGlyph};
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::kurbo::{Affine, BezPath, PathEl, Point, Rect as KurboRect, Shape as _};
use hayro_interpret::{BlendMode, ClipPath, Device, DrawMode, DrawProps, Image, ImageDrawProps, SoftMask};

use crate::layout::{Font, Rect};

/// Glyphs and lines beyond which a page is cut off.
const MOST_GLYPHS: usize = 200_000;
const MOST_RULINGS: usize = 50_000;

/// A filled box no thicker than this is a ruling line.
const THICKEST_RULING: f64 = 3.0;

/// Shorter lines are ticks or parts of letters.
const SHORTEST_RULING: f64 = 5.0;

/// One drawn character, or several drawn as one glyph.
#[derive(Debug, Clone)]
pub(super) struct Glyph {
    /// Its characters; none for a space.
    pub(super) text: Letters,
    /// Where it begins on the baseline, and where the next one would begin.
    pub(super) start: Point,
    pub(super) end: Point,
    pub(super) font: Font,
    /// Drawn by an annotation or a form field.
    pub(super) overlay: bool,
    /// The first glyph of a piece of text shown at once.
    pub(super) begins_run: bool,
}

/// The characters of a glyph: nearly always one, which takes no memory of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Letters {
    None,
    One(char),
    Several(Box<str>),
}

impl Letters {
    fn of(text: &str) -> Self {
        let mut characters = text.chars().filter_map(printed);
        match (characters.next(), characters.next()) {
            (None, _) => Self::None,
            (Some(only), None) => Self::One(only),
            (Some(_), Some(_)) => Self::Several(text.chars().filter_map(printed).collect()),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        *self == Self::None
    }

    pub(super) fn first(&self) -> Option<char> {
        match self {
            Self::None => None,
            Self::One(only) => Some(*only),
            Self::Several(several) => several.chars().next(),
        }
    }

    pub(super) fn last(&self) -> Option<char> {
        if let Self::Several(several) = self { several.chars().next_back() } else { self.first() }
    }

    pub(super) fn write(&self, text: &mut String) {
        match self {
            Self::None => {}
            Self::One(only) => text.push(*only),
            Self::Several(several) => text.push_str(several),
        }
    }
}

/// Gathers what a page draws, in points from its top left.
#[derive(Debug, Default)]
pub(super) struct Gatherer {
    pub(super) glyphs: Vec<Glyph>,
    pub(super) rulings: Vec<Rect>,
    /// The area that images cover, in square points; overlapping ones counted twice.
    pub(super) image_area: f64,
    /// The finest resolution of those images, in dots per inch; 0 where there are none.
    pub(super) image_dpi: f64,
    /// What those images take in the file, in bytes.
    pub(super) image_bytes: usize,
    /// Something was left out because the page passes a limit.
    pub(super) cut: bool,
    /// What is drawn now comes from annotations.
    pub(super) overlay: bool,
}

impl<'a> Device<'a> for Gatherer {
    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, draw_mode: &DrawMode) {
        let path = props.transform * path;
        match draw_mode {
            DrawMode::Fill(_) => self.filled(&path),
            DrawMode::Stroke(_) => self.stroked(&path),
            DrawMode::FillAndStroke(..) => {
                self.filled(&path);
                self.stroked(&path);
            }
            DrawMode::Invisible => {}
        }
    }

    fn push_clip_path(&mut self, _: &ClipPath) {}

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, draw_mode: &DrawMode) {
        let Some(first) = run.glyphs().first() else { return };
        let mut style = style_of(first);
        style.bold |= matches!(draw_mode, DrawMode::FillAndStroke(..));
        for (index, glyph) in run.glyphs().iter().enumerate() {
            if self.glyphs.len() >= MOST_GLYPHS {
                self.cut = true;
                return;
            }
            let placed = Glyph { begins_run: index == 0, overlay: self.overlay, ..place(glyph, props.transform, style) };
            if let Some(last) = self.glyphs.last_mut() {
                last.end = not_beyond(last, placed.start);
            }
            if placed.start.is_finite() && placed.end.is_finite() {
                self.glyphs.push(placed);
            }
        }
    }

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        let size = KurboRect::new(0.0, 0.0, f64::from(image.width()), f64::from(image.height()));
        let drawn = (props.transform * size.to_path(0.1)).bounding_box();
        if drawn.area().is_finite() && drawn.area() > 0.0 {
            self.image_area += drawn.area();
            // A square root of areas, so that a page on its side counts the same.
            self.image_dpi = self.image_dpi.max((size.area() / drawn.area()).sqrt() * 72.0);
            let bytes = match image {
                Image::Stencil(stencil) => stencil.stream().raw_data().len(),
                Image::Raster(raster) => raster.stream().raw_data().len(),
            };
            self.image_bytes = self.image_bytes.saturating_add(bytes);
        }
    }

    fn pop_clip(&mut self) {}

    fn pop_transparency_group(&mut self) {}
}

impl Gatherer {
    fn filled(&mut self, path: &BezPath) {
        for part in subpaths(path) {
            let bounds = part.bounding_box();
            if bounds.width().min(bounds.height()) <= THICKEST_RULING {
                self.ruling(bounds);
            }
        }
    }

    fn stroked(&mut self, path: &BezPath) {
        for segment in path.segments().take(MOST_RULINGS) {
            let bounds = segment.bounding_box();
            if bounds.width().min(bounds.height()) <= 0.5 {
                self.ruling(bounds);
            }
        }
    }

    #[expect(clippy::cast_possible_truncation, reason = "points on a page fit into f32")]
    fn ruling(&mut self, bounds: KurboRect) {
        if !bounds.is_finite() || bounds.width().max(bounds.height()) < SHORTEST_RULING {
            return;
        }
        if self.rulings.len() >= MOST_RULINGS {
            self.cut = true;
            return;
        }
        let (left, top, right, bottom) = (bounds.x0 as f32, bounds.y0 as f32, bounds.x1 as f32, bounds.y1 as f32);
        self.rulings.push(Rect { left, top, right, bottom });
    }
}

/// Parts of a path that begin with a move: several cell borders are often one path.
fn subpaths(path: &BezPath) -> Vec<BezPath> {
    let mut parts: Vec<BezPath> = Vec::new();
    for element in path.elements().iter().take(MOST_RULINGS) {
        if matches!(element, PathEl::MoveTo(_)) || parts.is_empty() {
            parts.push(BezPath::new());
            if !matches!(element, PathEl::MoveTo(_)) {
                // A part that does not begin with a move is not a path at all.
                return Vec::new();
            }
        }
        if let Some(part) = parts.last_mut() {
            part.push(*element);
        }
    }
    parts
}

/// The advance that the font states may be wider than what the page leaves for the glyph.
fn not_beyond(glyph: &Glyph, next: Point) -> Point {
    let (along, advance) = (next - glyph.start, glyph.end - glyph.start);
    let same_line = along.cross(advance).abs() < 0.1 * f64::from(glyph.font.size) * advance.hypot();
    if same_line && along.dot(advance) > 0.0 && along.hypot() < advance.hypot() { next } else { glyph.end }
}

#[expect(clippy::cast_possible_truncation, reason = "a font size fits into f32")]
fn place(glyph: &PositionedGlyph<'_>, page: Affine, style: Font) -> Glyph {
    let transform = page * glyph.transform();
    let start = transform * Point::ZERO;
    let up = transform * Point::new(0.0, 1000.0) - start;
    let size = up.hypot();
    let along = transform * Point::new(1000.0, 0.0) - start;
    let advance = match &**glyph {
        DrawnGlyph::Outline(outline) => outline.advance_width().unwrap_or(500.0),
        DrawnGlyph::Type3(type3) => type3.advance_width().unwrap_or(500.0),
    };
    let end = if along.hypot() > 0.0 { start + along.normalize() * size * f64::from(advance) / 1000.0 } else { start };
    Glyph { text: characters(glyph), start, end, font: Font { size: size as f32, ..style }, overlay: false, begins_run: false }
}

fn characters(glyph: &DrawnGlyph<'_>) -> Letters {
    match glyph.as_unicode() {
        Some(BfString::Char(character)) => printed(character).map_or(Letters::None, Letters::One),
        Some(BfString::String(string)) => Letters::of(&string),
        None => Letters::One(char::REPLACEMENT_CHARACTER),
    }
}

/// The character that a reader sees where the file names another.
fn printed(character: char) -> Option<char> {
    match character {
        // A soft hyphen that is drawn is a hyphen.
        '\u{AD}' | '\u{F02D}' => Some('-'),
        // Bullets of the Symbol and Wingdings fonts.
        '\u{F0B7}' | '\u{F0A7}' => Some('•'),
        '\u{F02B}' => Some('+'),
        '\u{200B}'..='\u{200D}' | '\u{FEFF}' | '\u{2060}' => None,
        other if other.is_whitespace() || other.is_control() => None,
        other => Some(other),
    }
}

fn style_of(glyph: &DrawnGlyph<'_>) -> Font {
    let DrawnGlyph::Outline(outline) = glyph else { return Font::default() };
    let Some(data) = outline.font_data() else { return Font::default() };
    let mut name = data.postscript_name.unwrap_or_default();
    name.make_ascii_lowercase();
    let bold = data.weight.is_some_and(|weight| weight >= 600) || ["bold", "black", "heavy"].iter().any(|mark| name.contains(mark));
    let italic = data.is_italic || name.contains("italic") || name.contains("oblique");
    Font { size: 0.0, bold, italic }
}
