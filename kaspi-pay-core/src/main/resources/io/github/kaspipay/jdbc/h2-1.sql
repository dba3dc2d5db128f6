CREATE TABLE IF NOT EXISTS @@prefix@@order (
	id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	merchant VARCHAR(32) DEFAULT '' NOT NULL,
	order_id VARCHAR(64),
	reference VARCHAR(128),
	wire_reference VARCHAR(128),
	attempt INTEGER NOT NULL,
	superseded BOOLEAN NOT NULL,
	status VARCHAR(64) NOT NULL,
	is_open BOOLEAN NOT NULL,
	amount NUMERIC(40, 20) NOT NULL,
	refunded_amount NUMERIC(40, 20) NOT NULL,
	refunded_known BOOLEAN NOT NULL,
	refunds INTEGER NOT NULL,
	refund_in_doubt BOOLEAN NOT NULL,
	qr_data CHARACTER VARYING,
	payment_url CHARACTER VARYING,
	created_at BIGINT,
	expires_at BIGINT,
	paid_at BIGINT,
	metadata CHARACTER VARYING,
	unconfirmed VARCHAR(64),
	unconfirmed_since BIGINT,
	asked_claims CHARACTER VARYING,
	asked_answers INTEGER DEFAULT 0 NOT NULL,
	asked_answered_at BIGINT,
	disputed BOOLEAN NOT NULL,
	dispute_reason VARCHAR(32),
	dispute_claims CHARACTER VARYING,
	claimed_status VARCHAR(64),
	claimed_amount NUMERIC(40, 20),
	disputed_at BIGINT,
	closed_locally BOOLEAN NOT NULL,
	recorded_at BIGINT NOT NULL,
	next_poll_at BIGINT,
	expedited_at BIGINT,
	poll_interval BIGINT,
	poll_evenly_for BIGINT,
	give_up_after BIGINT,
	query_owner VARCHAR(36),
	query_at BIGINT,
	answered_at BIGINT,
	traceparent VARCHAR(55),
	version BIGINT NOT NULL,
	UNIQUE (order_id, merchant),
	UNIQUE (wire_reference, merchant)
);

CREATE INDEX IF NOT EXISTS @@prefix@@order_reference ON @@prefix@@order (reference, merchant, id);

CREATE INDEX IF NOT EXISTS @@prefix@@order_due ON @@prefix@@order (merchant, next_poll_at);

CREATE INDEX IF NOT EXISTS @@prefix@@order_expedited ON @@prefix@@order (merchant, expedited_at);

CREATE INDEX IF NOT EXISTS @@prefix@@order_recorded ON @@prefix@@order (merchant, recorded_at, id);

CREATE INDEX IF NOT EXISTS @@prefix@@order_status ON @@prefix@@order (merchant, status, recorded_at, id);

CREATE INDEX IF NOT EXISTS @@prefix@@order_open ON @@prefix@@order (merchant, is_open, recorded_at, id);

CREATE INDEX IF NOT EXISTS @@prefix@@order_disputed ON @@prefix@@order (merchant, disputed, recorded_at, id);

CREATE INDEX IF NOT EXISTS @@prefix@@order_in_doubt ON @@prefix@@order (merchant, refund_in_doubt, recorded_at, id);

CREATE TABLE IF NOT EXISTS @@prefix@@refund (
	id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	merchant VARCHAR(32) DEFAULT '' NOT NULL,
	refund_id VARCHAR(36) NOT NULL UNIQUE,
	order_id VARCHAR(64) NOT NULL,
	refund_key VARCHAR(128),
	amount NUMERIC(40, 20),
	state VARCHAR(16) NOT NULL,
	kaspi_id VARCHAR(128),
	created_at BIGINT NOT NULL,
	UNIQUE (order_id, merchant, refund_key)
);

CREATE TABLE IF NOT EXISTS @@prefix@@event (
	id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	event_id VARCHAR(130) NOT NULL UNIQUE,
	merchant VARCHAR(32) DEFAULT '' NOT NULL,
	kind VARCHAR(16) NOT NULL,
	order_id VARCHAR(64) NOT NULL,
	reference VARCHAR(128),
	amount NUMERIC(40, 20),
	occurred_at BIGINT NOT NULL,
	source VARCHAR(16) NOT NULL,
	metadata CHARACTER VARYING,
	paid_at BIGINT,
	late BOOLEAN,
	order_amount NUMERIC(40, 20),
	refund_id VARCHAR(128),
	refund_key VARCHAR(128),
	refunded_total NUMERIC(40, 20),
	full_refund BOOLEAN,
	reason VARCHAR(32),
	claimed_status VARCHAR(64),
	claimed_amount NUMERIC(40, 20),
	account VARCHAR(400),
	transaction_id VARCHAR(18),
	state VARCHAR(16) NOT NULL,
	attempts INTEGER NOT NULL,
	due_at BIGINT NOT NULL,
	delivered_at BIGINT,
	last_error VARCHAR(500),
	traceparent VARCHAR(55)
);

CREATE INDEX IF NOT EXISTS @@prefix@@event_due ON @@prefix@@event (state, due_at, id);

CREATE INDEX IF NOT EXISTS @@prefix@@event_order ON @@prefix@@event (order_id, merchant, id);

CREATE INDEX IF NOT EXISTS @@prefix@@event_delivered ON @@prefix@@event (delivered_at);

CREATE INDEX IF NOT EXISTS @@prefix@@event_found ON @@prefix@@event (merchant, kind, source, occurred_at);

CREATE TABLE IF NOT EXISTS @@prefix@@webhook (
	id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	merchant VARCHAR(32) DEFAULT '' NOT NULL,
	received_at BIGINT NOT NULL,
	order_id VARCHAR(64) NOT NULL,
	status VARCHAR(64) NOT NULL,
	outcome VARCHAR(16) NOT NULL,
	body_sha256 CHAR(64) NOT NULL
);

CREATE INDEX IF NOT EXISTS @@prefix@@webhook_merchant ON @@prefix@@webhook (merchant, received_at);

CREATE TABLE IF NOT EXISTS @@prefix@@payment (
	id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	merchant VARCHAR(32) DEFAULT '' NOT NULL,
	transaction_id VARCHAR(18) NOT NULL,
	account VARCHAR(400) NOT NULL,
	order_id VARCHAR(64),
	amount NUMERIC(40, 20) NOT NULL,
	paid_at BIGINT NOT NULL,
	recorded_at BIGINT NOT NULL,
	answer CHARACTER VARYING NOT NULL,
	UNIQUE (transaction_id, merchant)
);

CREATE INDEX IF NOT EXISTS @@prefix@@payment_paid ON @@prefix@@payment (merchant, paid_at, id);

CREATE INDEX IF NOT EXISTS @@prefix@@payment_recorded ON @@prefix@@payment (merchant, recorded_at);

CREATE TABLE IF NOT EXISTS @@prefix@@device (
	device CHAR(64) PRIMARY KEY,
	token VARCHAR(1000),
	leased_until BIGINT NOT NULL
);

CREATE TABLE IF NOT EXISTS @@prefix@@schema (
	version INTEGER PRIMARY KEY
);

INSERT INTO @@prefix@@schema (version) VALUES (1);
