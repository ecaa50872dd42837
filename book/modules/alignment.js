/* Holds modules of others; their licences stand in NOTICE. */
import{a}from"./M6XSP3SL.js";import"./W5NAGDHA.js";export{a as default};
