/** The words of the protocol: commands, events, answers and refusals, free of any wire format. */
package almenara.messages;
