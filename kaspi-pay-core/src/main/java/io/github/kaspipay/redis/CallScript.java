/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

import io.github.kaspipay.ratelimit.CallWindow;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.core.script.RedisScript;

/**
 * All arithmetic about the calls of all instances, in one script and in microseconds of
 * Redis's own clock.
 */
final class CallScript {

	/**
	 * An epoch detects data loss in Redis. In a new one no call is permitted until all
	 * instances had time to report theirs, and none of an instance before it has
	 * reported. If only the latest calls are lost, as in a failover, the caller's newest
	 * call shows it.
	 * <p>
	 * The clock may step either way, or be another server's after a failover: the time
	 * neither goes back, nor is it ever later than the caller's monotonic clock allows.
	 * For a caller who is new and has no such measure it stands still.
	 * <p>
	 * Nothing is believed that this script cannot have written, such as a pause of a year
	 * or calls of the future: it counts as lost memory, and is gone. So whatever somebody
	 * else puts under these keys is over at once, or with the longest pause there is.
	 */
	static final String LUA = """
			local known, fresh, newest, call = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
			local given = {}
			for each in string.gmatch(ARGV[5], '%S+') do
				table.insert(given, tonumber(each))
			end
			local seen, window, grace, pause, most, spread, catch_up, all, patience, longest, many = unpack(given, 3)
			local latest, newest_at = seen + given[1], seen - given[2]

			local function text(number)
				return string.format('%.0f', number)
			end

			local function kind(key)
				return redis.call('TYPE', key).ok
			end

			local function field(name, pattern)
				if redis.call('HSTRLEN', KEYS[1], name) <= 36 then
					return string.match(redis.call('HGET', KEYS[1], name) or '', pattern)
				end
			end

			local function number(name)
				local value = tonumber(field(name, '^%-?%d+$') or '')
				return value and math.abs(value) < 9e15 and value
			end

			local redis_time = redis.call('TIME')
			local clock = redis_time[1] * 1000000 + redis_time[2]

			local function read()
				if kind(KEYS[1]) ~= 'hash' or redis.call('HLEN', KEYS[1]) ~= 6 then
					return nil
				end
				local state = { epoch = field('epoch', '^[%x%-]+$'), time = number('time'), ahead = number('ahead'),
					paused = number('paused'), background = number('background'), asked = number('asked') }
				if not (state.epoch and state.time and state.ahead and state.paused and state.background
						and state.asked) then
					return nil
				end
				local possible
				if state.epoch == known then
					possible = state.time >= seen and state.time <= latest + grace
				else
					possible = math.abs(clock + state.ahead - state.time) <= 86400000000
				end
				possible = possible and state.paused - state.time <= longest
					and state.background - state.time <= window and state.asked <= state.time
				return possible and state or nil
			end

			local calls = kind(KEYS[2])
			if calls ~= 'none' and (calls ~= 'zset' or redis.call('ZCARD', KEYS[2]) > many) then
				redis.call('UNLINK', KEYS[1], KEYS[2])
			end
			local state = read()
			local now = state and clock + state.ahead or clock
			if state and state.epoch == known then
				now = math.max(math.min(now, latest), state.time)
			elseif state then
				now = state.time
			end
			if redis.call('ZREMRANGEBYSCORE', KEYS[2], '(' .. text(now), '+inf') > 0 then
				state = nil
			end
			if not state then
				redis.call('UNLINK', KEYS[1])
				state = { paused = now, background = now, asked = now - catch_up }
			end
			local epoch, paused, background, asked = state.epoch, state.paused, state.background, state.asked

			redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', text(now - window))
			local forgotten = epoch == known and newest_at > now - window and not redis.call('ZSCORE', KEYS[2], newest)
			if not epoch or forgotten then
				epoch = fresh
				paused = math.max(paused, now + grace)
			end

			local taken, wait = 0, 0
			if epoch == known then
				for i = 6, #ARGV, 2 do
					redis.call('ZADD', KEYS[2], text(now - tonumber(ARGV[i + 1])), ARGV[i])
				end
				paused = math.max(paused, now + pause)
				wait = math.max(0, paused - now)
				if call ~= '' then
					if spread > 0 then
						asked = now
					end
					if now - background >= patience and now - asked < catch_up then
						most = spread > 0 and all or math.max(1, all - 1)
					end
					local too_many = redis.call('ZCARD', KEYS[2]) - most
					if too_many >= 0 then
						local last_to_leave = redis.call('ZRANGE', KEYS[2], too_many, too_many, 'WITHSCORES')
						wait = math.max(wait, tonumber(last_to_leave[2]) + window - now)
					end
					if spread > 0 then
						wait = math.max(wait, background - now)
					end
					if wait == 0 then
						taken = 1
						redis.call('ZADD', KEYS[2], text(now), call)
						if spread > 0 then
							background = math.max(background, now - catch_up) + spread
						end
					end
				end
			end

			redis.call('HSET', KEYS[1], 'epoch', epoch, 'time', text(now), 'ahead', text(now - clock),
				'paused', text(paused), 'background', text(background), 'asked', text(asked))
			redis.call('PEXPIRE', KEYS[1], 86400000)
			redis.call('PEXPIRE', KEYS[2], 86400000)
			return {epoch, now, taken, wait, paused - now, redis.call('ZCARD', KEYS[2])}
			""";

	private final RedisScript<Object> script;

	private final List<String> keys;

	CallScript(String key) {
		this(key, LUA);
	}

	CallScript(String key, String lua) {
		this.script = RedisScript.of(lua);
		this.keys = List.of(key + ":state", key + ":calls");
	}

	List<String> keys() {
		return this.keys;
	}

	Answer run(RedisLink link, Request request) {
		List<Object> args = new ArrayList<>();
		Attempt attempt = (request.attempt() != null) ? request.attempt() : Attempt.NONE;
		Collections.addAll(args, request.epoch(), request.freshEpoch(), request.newest().call(), attempt.call(),
				numbers(request, attempt));
		for (Report report : request.reports()) {
			Collections.addAll(args, report.call(), micros(report.age()));
		}
		List<@Nullable Object> answer = link.run(this.script, this.keys, args.toArray());
		return new Answer(new String((byte[]) Objects.requireNonNull(answer.get(0)), StandardCharsets.UTF_8),
				number(answer.get(1)), number(answer.get(2)) == 1, duration(answer.get(3)), duration(answer.get(4)),
				(int) number(answer.get(5)));
	}

	/**
	 * Together in one argument, and times by what they differ, which is sent with every
	 * call and is shorter.
	 */
	private static String numbers(Request request, Attempt attempt) {
		return LongStream
			.of(request.latest() - request.seen(), request.seen() - request.newest().time(), request.seen(),
					micros(request.window()), micros(request.grace()), micros(request.pause()), attempt.most(),
					micros(attempt.spread()), micros(attempt.catchUp()), attempt.all(), micros(attempt.patience()),
					micros(CallWindow.LONGEST_PAUSE), request.manyCalls())
			.mapToObj(String::valueOf)
			.collect(Collectors.joining(" "));
	}

	static long micros(Duration duration) {
		return duration.toNanos() / 1000;
	}

	private static long number(@Nullable Object element) {
		return (Long) Objects.requireNonNull(element);
	}

	private static Duration duration(@Nullable Object element) {
		return Duration.ofNanos(number(element) * 1000);
	}

	/**
	 * @param epoch the epoch that the caller knows; another one only tells it of its own
	 * @param freshEpoch the epoch to begin where there is none
	 * @param seen the shared time that the caller has seen
	 * @param latest the shared time that it may be at the most
	 * @param manyCalls more calls than there can be
	 * @param window how long a call counts
	 * @param grace how long no call is permitted in a new epoch
	 * @param pause for how long the caller knows that no call is permitted
	 * @param newest the caller's newest call that Redis knew
	 * @param attempt the call to take, or {@code null} for none
	 * @param reports calls that Redis does not know yet
	 */
	record Request(String epoch, String freshEpoch, long seen, long latest, int manyCalls, Duration window,
			Duration grace, Duration pause, Known newest, @Nullable Attempt attempt, List<Report> reports) {

	}

	/**
	 * @param most how many calls there may be afterwards
	 * @param spread the pause to the next call of its kind, or zero for none
	 * @param catchUp how late a call may be and still catch up
	 * @param all how many calls there may be whoever they are for
	 * @param patience how long the background goes without a call before its next one
	 * goes first
	 */
	record Attempt(String call, int most, Duration spread, Duration catchUp, int all, Duration patience) {

		static final Attempt NONE = new Attempt("", 0, Duration.ZERO, Duration.ZERO, 0, Duration.ZERO);

	}

	record Report(String call, Duration age) {

	}

	/**
	 * @param time the shared time at which it was made
	 */
	record Known(String call, long time) {

		static final Known NONE = new Known("", 0);

	}

	/**
	 * @param time the shared time
	 * @param untilNext how long it is until a call may be left
	 * @param pause how long no call is permitted
	 * @param calls how many calls are in the window
	 */
	record Answer(String epoch, long time, boolean taken, Duration untilNext, Duration pause, int calls) {

	}

}
