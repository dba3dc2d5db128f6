CREATE TABLE @@prefix@@order (
	id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	order_id VARCHAR(64) UNIQUE,
	reference VARCHAR(128) UNIQUE,
	status VARCHAR(64) NOT NULL,
	amount NUMERIC(40, 20) NOT NULL,
	refunded_amount NUMERIC(40, 20) NOT NULL,
	qr_data TEXT,
	payment_url TEXT,
	created_at BIGINT,
	expires_at BIGINT,
	paid_at BIGINT,
	refund_id VARCHAR(36),
	refund_amount NUMERIC(40, 20),
	refund_since BIGINT,
	unconfirmed VARCHAR(64),
	unconfirmed_since BIGINT,
	disputed BOOLEAN NOT NULL,
	recorded_at BIGINT NOT NULL,
	next_poll_at BIGINT,
	asked_by VARCHAR(36),
	asked_at BIGINT,
	answered_at BIGINT,
	version BIGINT NOT NULL
);

CREATE INDEX ON @@prefix@@order (next_poll_at) WHERE next_poll_at IS NOT NULL;

CREATE TABLE @@prefix@@event (
	id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	event_id VARCHAR(130) NOT NULL UNIQUE,
	kind VARCHAR(16) NOT NULL,
	order_id VARCHAR(64) NOT NULL,
	reference VARCHAR(128),
	amount NUMERIC(40, 20) NOT NULL,
	occurred_at BIGINT NOT NULL,
	source VARCHAR(16) NOT NULL,
	paid_at BIGINT,
	late BOOLEAN,
	refunded_total NUMERIC(40, 20),
	full_refund BOOLEAN,
	reason VARCHAR(32),
	state VARCHAR(16) NOT NULL,
	attempts INTEGER NOT NULL,
	due_at BIGINT NOT NULL,
	delivered_at BIGINT
);

CREATE INDEX ON @@prefix@@event (state, due_at, id) WHERE state <> 'DELIVERED';

CREATE INDEX ON @@prefix@@event (order_id, id) WHERE state <> 'DELIVERED';

CREATE TABLE @@prefix@@webhook (
	id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	received_at BIGINT NOT NULL,
	order_id VARCHAR(64) NOT NULL,
	status VARCHAR(64) NOT NULL,
	outcome VARCHAR(16) NOT NULL,
	body_sha256 CHAR(64) NOT NULL
);

CREATE INDEX ON @@prefix@@webhook (received_at);

CREATE TABLE @@prefix@@schema (
	version INTEGER PRIMARY KEY
);

INSERT INTO @@prefix@@schema (version) VALUES (1);
