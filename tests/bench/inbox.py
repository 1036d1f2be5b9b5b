#!/usr/bin/env python3
"""How long a dropped document takes until it can be found, and how many a second are kept in bulk.

    python3 tests/bench/inbox.py target/release/vanthu [single] [bulk]

Needs python-docx. Documents leave the inbox after the index is committed, so their leaving is taken as the time
from which they are found; a search at the end makes sure. Bulk is set against extraction alone, two processes
side by side, in the same run.
"""
import os, random, subprocess, sys, tempfile, time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import docx

WORDS = "ủy ban nhân dân tỉnh chỉ đạo các sở ban ngành tăng cường rà soát thủ tục hành chính báo cáo kết quả thực hiện".split()


def letter(path, number, chance):
    """Two pages: letterhead, some 750 words, a duty, a signature."""
    document = docx.Document()
    for line in ["ỦY BAN NHÂN DÂN", "TỈNH CÀ MAU", f"Số: {number}/UBND-NC", "Cà Mau, ngày 05 tháng 3 năm 2024",
                 f"V/v đẩy nhanh số hóa hồ sơ mahieu{number}", "Kính gửi: Giám đốc các sở, ban, ngành"]:
        document.add_paragraph(line)
    for _ in range(10):
        document.add_paragraph(" ".join(chance.choice(WORDS) for _ in range(75)).capitalize() + ".")
    document.add_paragraph("Giao Sở Nội vụ hoàn thành việc số hóa hồ sơ trước ngày 20/3/2024.")
    document.add_paragraph("Nơi nhận:\n- Lưu: VT.")
    document.save(path)


def watch(vanthu, folder):
    command = [vanthu, "watch", "in", "--home", "home", "--settle", "0", "--min-free", "0"]
    return subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=open(folder / "log", "w"))


def wait_empty(inbox):
    while any(inbox.iterdir()):
        time.sleep(0.005)


def main():
    vanthu, singles, bulk = os.path.abspath(sys.argv[1]), *(int(n) for n in (sys.argv[2:] + ["60", "400"][len(sys.argv) - 2:]))
    chance = random.Random(1)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        inbox, made = folder / "in", folder / "made"
        inbox.mkdir(), made.mkdir()
        for number in range(singles + bulk):
            letter(made / f"{number}.docx", number, chance)
        daemon = watch(vanthu, folder)
        while "Ctrl-C" not in (folder / "log").read_text():
            time.sleep(0.05)
        times = []
        for number in range(singles):
            begun = time.perf_counter()
            (made / f"{number}.docx").rename(inbox / f"{number}.docx")
            wait_empty(inbox)
            times.append(time.perf_counter() - begun)
            time.sleep(chance.random() * 0.2)
        daemon.terminate(), daemon.wait()
        times.sort()
        found = subprocess.run([vanthu, "search", "--json", "--home", "home", f"mahieu{singles - 1}"], cwd=folder, capture_output=True, text=True)
        assert '"total": 1' in found.stdout, found.stdout
        at = lambda share: times[min(len(times) - 1, int(len(times) * share))]
        print(f"drop to searchable, {singles} files: median {at(.5):.2f} s, p95 {at(.95):.2f} s, longest {times[-1]:.2f} s")

        rest = sorted(made.iterdir())
        begun = time.perf_counter()
        with ThreadPoolExecutor(2) as pool:
            run = lambda files: subprocess.run([vanthu, "extract", "--jsonl", *files], stdout=subprocess.DEVNULL, check=True)
            list(pool.map(run, [rest[::2], rest[1::2]]))
        alone = time.perf_counter() - begun
        for file in rest:
            file.rename(inbox / file.name)
        begun = time.perf_counter()
        daemon = watch(vanthu, folder)
        wait_empty(inbox)
        kept = time.perf_counter() - begun
        daemon.terminate(), daemon.wait()
        size = sum(f.stat().st_size for f in (folder / "home").rglob("*") if f.is_file())
        print(f"bulk, {bulk} files: {bulk / kept:.0f} kept a second; extraction alone {bulk / alone:.0f} a second; ratio {alone / kept:.2f}")
        print(f"archive and index: {size / (singles + bulk) / 1024:.1f} KiB a document")


main()
