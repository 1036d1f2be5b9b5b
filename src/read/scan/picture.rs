//! A page as a grey picture, with stamps taken out of the way of text.

/// A grey picture, row by row, 0 black to 255 white.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Picture {
    pub(super) width: usize,
    pub(super) height: usize,
    /// Dots per inch.
    pub(super) dpi: u32,
    pub(super) grey: Vec<u8>,
}

/// How much redder than green and blue a dot must be to count as stamp ink.
const RED: u8 = 40;

impl Picture {
    /// Makes a picture from dots of four bytes, red green blue and one that is not used.
    ///
    /// Red ink (seals, received stamps) is read through a red filter: it becomes light, and black text
    /// under it stays dark.
    pub(super) fn from_rgba(width: usize, height: usize, dpi: u32, dots: &[u8]) -> Self {
        let grey = dots.chunks_exact(4).map(|dot| if let [red, green, blue, _] = *dot { grey(red, green, blue) } else { 255 }).collect();
        Self { width, height, dpi, grey }
    }

    /// The picture as a binary PGM file, which every OCR engine reads.
    pub(super) fn to_pgm(&self) -> Vec<u8> {
        let mut file = format!("P5\n{} {}\n255\n", self.width, self.height).into_bytes();
        file.extend_from_slice(&self.grey);
        file
    }
}

fn grey(red: u8, green: u8, blue: u8) -> u8 {
    if red > green.saturating_add(RED) && red > blue.saturating_add(RED) {
        return red;
    }
    let luma = (299 * u32::from(red) + 587 * u32::from(green) + 114 * u32::from(blue)) / 1000;
    u8::try_from(luma).unwrap_or(255)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stamps_fade_and_text_stays() {
        let picture = Picture::from_rgba(3, 1, 200, &[220, 30, 30, 255, 20, 20, 20, 255, 255, 255, 255, 255]);
        assert_eq!(picture.grey, [220, 20, 255]);
        assert!(picture.to_pgm().starts_with(b"P5\n3 1\n255\n"));
    }
}
