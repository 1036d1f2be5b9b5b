-- An archive as version 1 writes it. Never edited: what was once released stays readable.
PRAGMA journal_mode = WAL;
CREATE TABLE documents (
    id TEXT PRIMARY KEY NOT NULL,
    file_name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    added_at TEXT NOT NULL,
    record TEXT NOT NULL,
    passages TEXT NOT NULL
) STRICT;
CREATE INDEX documents_by_number ON documents (json_extract(record, '$.document.number'));
CREATE TABLE log (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    document TEXT NOT NULL REFERENCES documents (id),
    at TEXT NOT NULL,
    who TEXT NOT NULL
) STRICT;
PRAGMA user_version = 1;
INSERT INTO documents (id, file_name, media_type, bytes, added_at, record, passages) VALUES
    ('sha256:abababababababababababababababababababababababababababababababab', 'cay-xanh.txt', 'text/plain', 99, '2024-06-05T02:00:00Z',
    '{"schema": "vanthu.record/1", "id": "sha256:abababababababababababababababababababababababababababababababab", "source": {"file_name": "cay-xanh.txt", "media_type": "text/plain", "bytes": 99, "pages": null, "reader": "text", "encoding": "unicode", "signatures": [], "warnings": []}, "document": {"type": {"code": "CV", "name": "Công văn"}, "number": "31/UBND-ĐT", "sequence": 31, "symbol": "UBND-ĐT", "issuer": "Ủy ban nhân dân phường Hòa An", "issuer_parent": null, "place": "Hòa An", "date": "2024-06-03", "date_text": "ngày 03 tháng 6 năm 2024", "subject": "cắt tỉa cây xanh trước mùa mưa bão", "urgency": null, "secrecy": null, "addressees": ["Tổ dân phố số 5"], "copies": [{"name": "Phòng Quản lý đô thị", "purpose": null}], "archive": "VT", "signer": {"name": "Lê Văn An", "position": "Phó Chủ tịch", "authority": "KT.", "for": "Chủ tịch", "on_behalf_of": "Ủy ban nhân dân"}, "period": null}, "references": [{"number": "12/KH-UBND", "type": "KH", "date": "2024-01-08", "issuer": null, "role": "basis"}], "scorecards": [], "indicators": [], "tables": [{"caption": null, "page": null, "columns": ["STT", "Tuyến đường"], "rows": [["1", "Hùng Vương"]]}], "tasks": [{"id": "1", "item": "1", "assignees": ["Tổ dân phố số 5"], "coordinators": [], "assigned_by": null, "action": "thống kê cây xanh nguy hiểm", "deadline": {"text": "trước ngày 01/7/2024", "relation": "before", "date": "2024-07-01", "last_day": "2024-06-30", "recurrence": null, "starts": null}, "report_to": null}], "proposals": [], "findings": [], "evidence": {"/document/number": {"page": null, "text": "Số: 31/UBND-ĐT", "box": null, "rule": "number/so", "confidence": 0.99}}}',
    '[{"page": null, "text": "Số: 31/UBND-ĐT"}, {"page": 1, "text": "Đề nghị Tổ dân phố số 5 thống kê cây xanh nguy hiểm trước ngày 01/7/2024.", "turns": [[20, 2]]}]');
INSERT INTO log (kind, document, at, who) VALUES ('added', 'sha256:abababababababababababababababababababababababababababababababab', '2024-06-05T02:00:00Z', 'vanthu');
