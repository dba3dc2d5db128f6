ALTER TABLE @@prefix@@order ADD COLUMN note VARCHAR(10) DEFAULT 'second' NOT NULL;

INSERT INTO @@prefix@@schema (version) VALUES (2);
