package city

var fileLaws = []law{
	{name: "no content counts twice", about: "digest", sql: `SELECT digest FROM exchange_file WHERE direction = 'in' AND state = 'applied' GROUP BY partner, digest HAVING COUNT(*) > 1`},
	{name: "every line of an answer has its effect or is a stray", about: "file", sql: `SELECT f.id FROM exchange_file f WHERE f.direction = 'in' AND f.state = 'applied'
		AND f.count <> (SELECT COUNT(*) FROM batch_line l WHERE l.file_id = f.id)
			+ (SELECT COUNT(*) FROM batch_stray s WHERE s.file_id = f.id AND s.card_number <> '')`},
	{name: "every effect has its answer", about: "item", sql: `SELECT l.item_id FROM batch_line l
		LEFT JOIN exchange_file f ON f.id = l.file_id AND f.direction = 'in' AND f.state = 'applied' AND f.ref = 'batch:' || CAST(l.batch_id AS TEXT)
		WHERE l.bucket IN ('ok', 'rejected') AND f.id IS NULL`},
	{name: "a round's file holds what was sent", about: "batch", sql: `SELECT r.batch_id FROM batch_round r
		LEFT JOIN exchange_file f ON f.id = r.file_id AND f.direction = 'out' AND f.count = r.sent AND f.state <> 'refused'
		WHERE r.sent > 0 AND f.id IS NULL`},
	{name: "a round ends once", about: "batch", sql: `SELECT batch_id FROM batch_step WHERE verb LIKE 'finish-%' GROUP BY batch_id, verb HAVING COUNT(*) > 1`},
}

var deliveryLaws = []law{
	{name: "a parcel counts its cards", about: "parcel", sql: `SELECT p.id FROM parcel p LEFT JOIN parcel_card c ON c.parcel_id = p.id
		GROUP BY p.id, p.count, p.arrived, p.state
		HAVING COUNT(c.card_id) <> p.count OR COALESCE(SUM(CASE WHEN c.state = 'arrived' THEN 1 ELSE 0 END), 0) <> p.arrived
			OR p.state = 'received' AND p.arrived <> p.count OR p.state = 'sent' AND p.arrived <> 0
			OR p.state = 'differing' AND (p.arrived = p.count OR SUM(CASE WHEN c.state = 'sent' THEN 1 ELSE 0 END) > 0)`},
	{name: "a card that has not arrived lies in its parcel", about: "card", sql: `SELECT c.card_id FROM parcel_card c JOIN card k ON k.id = c.card_id
		WHERE c.state IN ('sent', 'missing') AND (k.holder_kind <> 'parcel' OR k.holder_id <> c.parcel_id)`},
	{name: "a parcel lists every card in it", about: "card", sql: `SELECT k.id FROM card k
		LEFT JOIN parcel_card c ON c.card_id = k.id AND c.parcel_id = k.holder_id AND c.number = k.number AND c.state IN ('sent', 'missing')
		WHERE k.holder_kind = 'parcel' AND c.card_id IS NULL`},
	{name: "no card leaves the centre before the bank has bound it", about: "card", sql: `SELECT k.id FROM card k JOIN batch_item i ON i.card_id = k.id
		WHERE i.state <> 'bound' AND k.holder_kind <> 'centre'`},
	{name: "a list counts its cards", about: "list", sql: `SELECT b.id FROM handover_bulk b
		WHERE b.count <> (SELECT COUNT(*) FROM handover h WHERE h.list_id = b.id)
			OR b.kept_back <> (SELECT COUNT(*) FROM handover_kept k WHERE k.list_id = b.id)`},
}

var moduleLaws = []law{
	{name: "a PSAM module is where its ledger ends", about: "module", sql: `SELECT p.id FROM psam p WHERE NOT EXISTS (
		SELECT 1 FROM psam_move m WHERE m.psam_id = p.id AND m.to_state = p.state AND m.to_agency = p.agency_id
			AND m.id = (SELECT MAX(x.id) FROM psam_move x WHERE x.psam_id = p.id))`},
	{name: "a PSAM slip counts its modules", about: "slip", sql: `SELECT s.id FROM psam_slip s WHERE s.count <> (SELECT COUNT(*) FROM psam_move m WHERE m.slip_id = s.id)`},
}

// turnLaws: nothing is stuck whose turn is the system's.
var turnLaws = []law{
	{name: "no import waits for the system", about: "import", sql: `SELECT id FROM import_run WHERE state IN ('staging', 'applying')`},
	{name: "no batch waits for the system", about: "batch", sql: `SELECT id FROM batch WHERE state = 'confirming'`},
	{name: "no due job waits, and none has failed", about: "job", sql: `SELECT id FROM job WHERE state IN ('running', 'failed') OR state = 'queued' AND run_at <= $1`},
	{name: "no file waits to be sent or applied", about: "file", sql: `SELECT id FROM exchange_file WHERE state IN ('recorded', 'received')`},
	{name: "no follower is behind", about: "follower", sql: `SELECT name FROM follower WHERE seq < (SELECT MAX(seq) FROM journal_seal)`},
	{name: "an answered round has ended", about: "batch", sql: `SELECT b.id FROM batch b WHERE b.state IN ('opening', 'making', 'binding') AND NOT EXISTS (
		SELECT 1 FROM batch_line l WHERE l.batch_id = b.id AND l.bucket = 'outstanding')`},
}
