#!/usr/bin/env python3
"""How fast files are read, set against other readers of the same files in the same run, and in how much memory.

    python3 tests/bench/reading.py target/release/vanthu [--only pdf,docx,ocr,cores,memory] [FOLDER…]

Reads the born-digital PDF and DOCX files below the folders (default: corpus) and page images made of them. One
reading process is kept warm, as an office has it, and asked by its own protocol for the layout alone. Peers:
PyMuPDF, pdftotext, python-docx, tesseract; one that is missing is said to be. All but `cores` runs on one core and
counts the processor's time, so that what else runs on the machine counts least.
"""
import argparse, os, shutil, struct, subprocess, sys, tempfile, threading, time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median

try:
    import pymupdf
except ImportError:
    pymupdf = None
try:
    import docx
except ImportError:
    docx = None

PAGES_OF_IMAGES, ROUNDS, MEMORY = 8, 3, 4 << 30


KINDS = ["Pdf", "Docx", "Doc", "Rtf", "Odt", "Picture", "Text", "Unknown"]
READ, RECOGNISING, DONE_WELL = 0, b"\0", b"\1\0"


class Reader:
    """A `vanthu worker`: frames of a length and a value in postcard each way, on the way in followed by the file."""

    def __init__(self, program, cores):
        command = ["taskset", "-c", cores, program, "worker", str(MEMORY)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True)

    def read(self, kind, data):
        """Reads a file; gives its pages."""
        for frame in (bytes([KINDS.index(kind), READ]), data):
            self.process.stdin.write(struct.pack("<Q", len(frame)) + frame)
        self.process.stdin.flush()
        while True:
            (length,) = struct.unpack("<Q", self.process.stdout.read(8))
            frame = self.process.stdout.read(length)
            if not frame.startswith(RECOGNISING):
                assert frame.startswith(DONE_WELL), frame[:300]
                return frame

    def processor(self):
        """Seconds of processor time that it and the programs that it started have used."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")

    def memory(self):
        """What it and the programs that it started hold now, in bytes."""
        group, pages = self.process.pid, 0
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                fields = (entry / "stat").read_text().rsplit(")", 1)[1].split()
                pages += int(fields[21]) if int(fields[2]) == group else 0
            except OSError:
                pass
        return pages * os.sysconf("SC_PAGE_SIZE")

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def timed(work, clock, least=1.5):
    """How long it takes once, by a clock, over at least so many seconds."""
    begun, rounds = clock(), 0
    while not rounds or clock() - begun < least:
        work()
        rounds += 1
    return (clock() - begun) / rounds


def programs():
    """Seconds of processor time of the programs that were run."""
    return sum(os.times()[2:4])


def against(name, own, peer, count, what, wanted):
    print(f"  {name}: {count / peer:.1f} {what}/s; vanthu {count / own:.1f}; {peer / own:.2f} x as fast (wanted: {wanted})")


def own_time(program, kind, data):
    """Seconds of processor time in which one reader reads all files, once it is warm."""
    reader = Reader(program, "0")
    read = lambda: [reader.read(kind, one) for one in data]
    read()
    own = timed(read, reader.processor)
    reader.close()
    return own


def pdf(program, files, folder):
    data = [file.read_bytes() for file in files]
    pages = sum(count_pages(file) for file in files)
    own = own_time(program, "Pdf", data)
    print(f"PDF, {len(files)} files, {pages} pages, layout with words, lines, blocks and tables")
    if pymupdf:
        theirs = lambda: [[page.get_text("dict") for page in pymupdf.open(stream=one)] for one in data]
        against("PyMuPDF get_text(\"dict\")", own, timed(theirs, time.process_time), pages, "pages", ">= 2")
    else:
        print("  PyMuPDF: not installed")
    if shutil.which("pdftotext"):
        command = ["taskset", "-c", "0", "pdftotext", "-bbox-layout"]
        theirs = lambda: [subprocess.run([*command, file, "-"], stdout=subprocess.DEVNULL, check=True) for file in files]
        against("pdftotext -bbox-layout", own, timed(theirs, programs), pages, "pages", ">= 4")
    else:
        print("  pdftotext: not installed")


def count_pages(file):
    if pymupdf:
        return len(pymupdf.open(file))
    said = subprocess.run(["pdfinfo", file], capture_output=True, text=True, check=True).stdout
    return int(said.split("Pages:")[1].split()[0])


def word(program, files, folder):
    data = [file.read_bytes() for file in files]
    own = own_time(program, "Docx", data)
    print(f"DOCX, {len(files)} files")
    if not docx:
        return print("  python-docx: not installed")

    def texts(document):
        [paragraph.text for paragraph in document.paragraphs]
        [cell.text for table in document.tables for row in table.rows for cell in row.cells]

    def styles(document):
        paragraphs = document.paragraphs + [own for table in document.tables for row in table.rows for cell in row.cells for own in cell.paragraphs]
        [(paragraph.style and paragraph.style.name, paragraph.alignment, [(run.text, run.bold, run.italic, run.font.size, run.font.name) for run in paragraph.runs])
         for paragraph in paragraphs]
    for name, ask in [("text of paragraphs and cells only", texts), ("text and style of each run, as we give", styles)]:
        peer = timed(lambda: [ask(docx.Document(file)) for file in files], time.process_time)
        against(f"python-docx, {name}", own, peer, len(files), "files", ">= 20")


def images(files, folder, count):
    """The first pages of the files as grey pictures of 200 dots per inch."""
    made = []
    for file in files:
        for page in pymupdf.open(file):
            if len(made) < count:
                made.append(folder / f"{len(made)}.png")
                picture = page.get_pixmap(dpi=200, colorspace=pymupdf.csGRAY)
                picture.set_dpi(200, 200)
                picture.save(made[-1])
    return made


def scan(pictures, pages):
    """A PDF of so many page images, the same ones again and again."""
    made = pymupdf.open()
    for number in range(pages):
        page = made.new_page(width=595, height=842)
        page.insert_image(page.rect, filename=pictures[number % len(pictures)])
    return made.tobytes(deflate_images=True)


def ocr(program, files, folder):
    pictures = images(files, folder, PAGES_OF_IMAGES)
    data = [picture.read_bytes() for picture in pictures]
    reader = Reader(program, "0")
    command = ["taskset", "-c", "0", "tesseract"]
    bare = lambda: [subprocess.run([*command, picture, "-", "-l", "vie", "--psm", "3", "tsv"], env={**os.environ, "OMP_THREAD_LIMIT": "1"},
                                   capture_output=True, check=True) for picture in pictures]
    # By turns, so that what else runs on the machine strikes both.
    rounds = [(timed(lambda: [reader.read("Picture", one) for one in data], reader.processor, 0), timed(bare, programs, 0)) for _ in range(ROUNDS)]
    reader.close()
    own, peer = (median(times) for times in zip(*rounds))
    print(f"OCR, {len(pictures)} page images, the middle of {ROUNDS} rounds: bare tesseract {peer:.1f} s, vanthu {own:.1f} s; "
          f"{own / peer:.2f} x its time (wanted: <= 1.15)")


def cores(program, files, folder):
    pictures = images(files, folder, PAGES_OF_IMAGES)
    data = scan(pictures, PAGES_OF_IMAGES)
    readers = {own: Reader(program, own) for own in ("0", "0,1")}

    def bare(own):
        """Bare tesseract on each page, as many at a time as there are cores: what the machine gives at best."""
        command = ["taskset", "-c", own, "tesseract"]
        page = lambda picture: subprocess.run([*command, picture, "-", "-l", "vie", "--psm", "3", "tsv"], env={**os.environ, "OMP_THREAD_LIMIT": "1"},
                                              capture_output=True, check=True)
        with ThreadPoolExecutor(len(own.split(","))) as pool:
            list(pool.map(page, pictures))
    # One core and two by turns, so that what else runs on the machine strikes both.
    times = {(name, own): [] for name in ("vanthu", "tesseract") for own in readers}
    for _ in range(ROUNDS):
        for own, reader in readers.items():
            times["vanthu", own].append(timed(lambda: reader.read("Pdf", data), time.perf_counter, 0))
            times["tesseract", own].append(timed(lambda: bare(own), time.perf_counter, 0))
    for reader in readers.values():
        reader.close()
    print(f"cores, a scan of {PAGES_OF_IMAGES} pages, the middle of {ROUNDS} rounds (wanted: >= 1.8 x as fast)")
    for name in ("vanthu", "tesseract"):
        one, two = (median(times[name, own]) for own in readers)
        print(f"  {name}: one {one:.1f} s, two {two:.1f} s; {one / two:.2f} x as fast")


def memory(program, files, folder):
    born = pymupdf.open()
    while len(born) < 200:
        for file in files:
            if len(born) < 200:
                born.insert_pdf(pymupdf.open(file), to_page=199 - len(born))
    for name, data, wanted in [("born-digital PDF of 200 pages", born.tobytes(), 300), ("scan of 50 pages", scan(images(files, folder, 8), 50), 600)]:
        reader, peak, done = Reader(program, "0,1"), [0], threading.Event()

        def watch():
            while not done.wait(0.02):
                peak[0] = max(peak[0], reader.memory())
        watcher = threading.Thread(target=watch)
        watcher.start()
        reader.read("Pdf", data)
        done.set(), watcher.join(), reader.close()
        print(f"memory, {name}: at most {peak[0] / 1e6:.0f} MB with all that it started (wanted: <= {wanted})")


def main():
    parts = {"pdf": pdf, "docx": word, "ocr": ocr, "cores": cores, "memory": memory}
    arguments = argparse.ArgumentParser()
    arguments.add_argument("program"), arguments.add_argument("folders", nargs="*", default=["corpus"])
    arguments.add_argument("--only", default=",".join(parts))
    given = arguments.parse_args()
    os.sched_setaffinity(0, {0})
    found = lambda kind: sorted(file for folder in given.folders for file in Path(folder).rglob(f"*.{kind}"))
    pdfs = found("pdf")
    if shutil.which("pdftotext"):
        text = lambda file: subprocess.run(["pdftotext", file, "-"], capture_output=True).stdout
        # Scans are measured for themselves.
        pdfs = [file for file in pdfs if len(text(file).split()) >= 60 * count_pages(file)]
    for name in given.only.split(","):
        missing = [peer for peer, here in [("PyMuPDF", pymupdf), ("tesseract", shutil.which("tesseract"))]
                   if name in ("ocr", "cores", "memory") and not here]
        with tempfile.TemporaryDirectory() as folder:
            print(f"{name}: not measured, {', '.join(missing)} not installed") if missing else parts[name](
                os.path.abspath(given.program), found("docx") if name == "docx" else pdfs, Path(folder))


main()
